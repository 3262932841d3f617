import { type MigrationInterface, protectTenantTable, type QueryRunner } from '@smartcontent/database';

/** Addresses that users want to log in with from now on, and what proves them. */
export class CreateEmailChanges1769430000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE identity.email_changes (
        id uuid PRIMARY KEY,
        company_id uuid NOT NULL,
        user_id uuid NOT NULL,
        email varchar(255) NOT NULL,
        token_hash char(64) NOT NULL CONSTRAINT email_changes_token_once UNIQUE,
        password_mark char(64) NOT NULL,
        expires_at timestamptz NOT NULL,
        used_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT email_changes_user_fk FOREIGN KEY (company_id, user_id) REFERENCES identity.users (company_id, id)
      )`);
    await queryRunner.query('CREATE INDEX email_changes_of_user ON identity.email_changes (company_id, user_id, created_at)');
    await protectTenantTable(queryRunner, 'identity.email_changes', { system: ['SELECT'] });
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE identity.email_changes');
  }
}
