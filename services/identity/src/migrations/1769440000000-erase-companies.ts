import { createErasure, dropErasure, type MigrationInterface, protectTenantTable, type QueryRunner } from '@smartcontent/database';

/** Erasures and their reports, and what erases a company, for a schema that was made before anything did. */
export class EraseCompanies1769440000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // No foreign keys: it outlives the company.
    await queryRunner.query(`
      CREATE TABLE identity.erasures (
        id uuid PRIMARY KEY,
        company_id uuid NOT NULL,
        user_id uuid,
        requested_by varchar(16) NOT NULL,
        requested_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        known_ids uuid[] NOT NULL DEFAULT '{}',
        ended_sessions uuid[] NOT NULL DEFAULT '{}',
        passes integer NOT NULL DEFAULT 0,
        pass_began_at timestamptz,
        next_pass_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        waits_for varchar(32)[] NOT NULL DEFAULT '{}',
        report jsonb NOT NULL DEFAULT '{}',
        finished_at timestamptz,
        CONSTRAINT erasures_once UNIQUE NULLS NOT DISTINCT (company_id, user_id)
      )`);
    await queryRunner.query('CREATE INDEX erasures_running ON identity.erasures (next_pass_at) WHERE finished_at IS NULL');
    await protectTenantTable(queryRunner, 'identity.erasures', { tenant: ['SELECT', 'INSERT'], system: ['SELECT', 'INSERT', 'UPDATE'] });
    await queryRunner.query('GRANT UPDATE (is_active) ON identity.companies TO identity_system');
    await createErasure(queryRunner, 'identity');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await dropErasure(queryRunner, 'identity');
    await queryRunner.query('REVOKE UPDATE (is_active) ON identity.companies FROM identity_system');
    await queryRunner.query('DROP TABLE identity.erasures');
  }
}
