import { type MigrationInterface, protectTenantTable, type QueryRunner } from '@smartcontent/database';

/** Keys of third parties that companies leave with the platform, in their envelopes. */
export class CreateProviderKeys1769310000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE identity.api_keys (
        id uuid PRIMARY KEY,
        company_id uuid NOT NULL CONSTRAINT api_keys_company_fk REFERENCES identity.companies (id),
        service_name varchar(50) NOT NULL,
        sealed_key jsonb NOT NULL,
        last_four varchar(4) NOT NULL,
        is_active boolean NOT NULL DEFAULT true,
        revision integer NOT NULL DEFAULT 1,
        created_by uuid NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        rotated_at timestamptz,
        CONSTRAINT api_keys_service_once UNIQUE (company_id, service_name),
        CONSTRAINT api_keys_maker_fk FOREIGN KEY (company_id, created_by) REFERENCES identity.users (company_id, id)
      )`);
    // The system role wraps data keys anew when the master key changes.
    await protectTenantTable(queryRunner, 'identity.api_keys', { system: ['SELECT', 'UPDATE'] });
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE identity.api_keys');
  }
}
