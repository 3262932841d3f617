import { type MigrationInterface, protectTenantTable, type QueryRunner } from '@smartcontent/database';

/** Authenticators and the codes that stand in for a lost one. */
export class CreateTotp1769000100000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE identity.user_totp (
        user_id uuid PRIMARY KEY,
        company_id uuid NOT NULL,
        ciphertext text NOT NULL,
        wrapped_key text NOT NULL,
        key_id varchar(32) NOT NULL,
        confirmed_at timestamptz,
        last_step bigint NOT NULL DEFAULT 0,
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT user_totp_user_fk FOREIGN KEY (company_id, user_id) REFERENCES identity.users (company_id, id)
      )`);
    await queryRunner.query(`
      CREATE TABLE identity.recovery_codes (
        user_id uuid NOT NULL,
        code_hash char(64) NOT NULL,
        company_id uuid NOT NULL,
        used_at timestamptz,
        CONSTRAINT recovery_codes_pk PRIMARY KEY (user_id, code_hash),
        CONSTRAINT recovery_codes_user_fk FOREIGN KEY (company_id, user_id) REFERENCES identity.users (company_id, id)
      )`);
    await protectTenantTable(queryRunner, 'identity.user_totp', { system: ['SELECT', 'UPDATE', 'DELETE'] });
    await protectTenantTable(queryRunner, 'identity.recovery_codes', { system: ['SELECT', 'DELETE'] });
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE identity.recovery_codes, identity.user_totp');
  }
}
