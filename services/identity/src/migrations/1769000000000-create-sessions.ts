import { type MigrationInterface, protectTenantTable, type QueryRunner } from '@smartcontent/database';

/** Sessions, and every refresh token that they had, so that the return of any of them is noticed. */
export class CreateSessions1769000000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE identity.users ADD COLUMN sessions_version bigint NOT NULL DEFAULT 0');
    await queryRunner.query('GRANT UPDATE (sessions_version) ON identity.users TO identity_system');
    await this.createSessions(queryRunner);
    await this.createTokens(queryRunner);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE identity.refresh_tokens, identity.sessions');
    await queryRunner.query('ALTER TABLE identity.users DROP COLUMN sessions_version');
  }

  private async createSessions(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE identity.sessions (
        id uuid PRIMARY KEY,
        company_id uuid NOT NULL,
        user_id uuid NOT NULL,
        refresh_hash char(64) NOT NULL,
        generation integer NOT NULL DEFAULT 1,
        successor bytea,
        address varchar(64),
        user_agent varchar(255),
        created_at timestamptz NOT NULL DEFAULT now(),
        last_seen_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL,
        ended_at timestamptz,
        end_reason varchar(32),
        CONSTRAINT sessions_in_company UNIQUE (company_id, id),
        CONSTRAINT sessions_user_fk FOREIGN KEY (company_id, user_id) REFERENCES identity.users (company_id, id)
      )`);
    await queryRunner.query('CREATE INDEX sessions_open ON identity.sessions (user_id, id) WHERE ended_at IS NULL');
    await queryRunner.query('CREATE INDEX sessions_ended ON identity.sessions (ended_at) WHERE ended_at IS NOT NULL');
    await queryRunner.query('CREATE INDEX sessions_expiring ON identity.sessions (expires_at)');
    await protectTenantTable(queryRunner, 'identity.sessions', {
      tenant: ['SELECT', 'INSERT', 'UPDATE'],
      system: ['SELECT', 'UPDATE', 'DELETE'],
    });
  }

  private async createTokens(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE identity.refresh_tokens (
        hash char(64) PRIMARY KEY,
        company_id uuid NOT NULL,
        session_id uuid NOT NULL,
        generation integer NOT NULL,
        CONSTRAINT refresh_tokens_session_fk FOREIGN KEY (company_id, session_id)
          REFERENCES identity.sessions (company_id, id) ON DELETE CASCADE
      )`);
    await queryRunner.query('CREATE INDEX refresh_tokens_of_session ON identity.refresh_tokens (company_id, session_id, generation)');
    await protectTenantTable(queryRunner, 'identity.refresh_tokens', {
      tenant: ['SELECT', 'INSERT', 'DELETE'],
      system: ['SELECT', 'DELETE'],
    });
  }
}
