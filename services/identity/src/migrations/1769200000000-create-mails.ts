import { type MigrationInterface, protectTenantTable, type QueryRunner } from '@smartcontent/database';

/** Mail that waits to be sent, and what the tokens in it prove. */
export class CreateMails1769200000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await this.createMails(queryRunner);
    await this.createEmailVerifications(queryRunner);
    await this.createPasswordResets(queryRunner);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE identity.mails, identity.email_verifications, identity.password_resets, identity.reset_requests');
  }

  /** A mail leaves the table when it has left the house; one that was given up stays a week, without what was in it. */
  private async createMails(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE identity.mails (
        id uuid PRIMARY KEY,
        company_id uuid NOT NULL CONSTRAINT mails_company_fk REFERENCES identity.companies (id),
        user_id uuid,
        kind varchar(32) NOT NULL,
        address varchar(255) NOT NULL,
        sealed_content jsonb,
        attempts integer NOT NULL DEFAULT 0,
        next_attempt_at timestamptz DEFAULT now(),
        expires_at timestamptz NOT NULL,
        last_error varchar(500),
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT mails_user_fk FOREIGN KEY (company_id, user_id) REFERENCES identity.users (company_id, id)
      )`);
    await queryRunner.query('CREATE INDEX mails_waiting ON identity.mails (next_attempt_at) WHERE next_attempt_at IS NOT NULL');
    await queryRunner.query('CREATE INDEX mails_given_up ON identity.mails (created_at) WHERE next_attempt_at IS NULL');
    await protectTenantTable(queryRunner, 'identity.mails', { tenant: ['INSERT'] });
  }

  private async createEmailVerifications(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE identity.email_verifications (
        id uuid PRIMARY KEY,
        company_id uuid NOT NULL,
        user_id uuid NOT NULL,
        email varchar(255) NOT NULL,
        token_hash char(64) NOT NULL CONSTRAINT email_verifications_token_once UNIQUE,
        expires_at timestamptz NOT NULL,
        used_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT email_verifications_user_fk FOREIGN KEY (company_id, user_id) REFERENCES identity.users (company_id, id)
      )`);
    await queryRunner.query('CREATE INDEX email_verifications_of_user ON identity.email_verifications (company_id, user_id, created_at)');
    await protectTenantTable(queryRunner, 'identity.email_verifications', { system: ['SELECT'] });
  }

  /**
   * reset_requests holds what somebody typed who may be nobody: it belongs to no company, and whether it belongs to an account is looked at
   * later, so that the answer cannot tell.
   */
  private async createPasswordResets(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE identity.reset_requests (
        email varchar(255) PRIMARY KEY,
        requested_at timestamptz NOT NULL DEFAULT now()
      );
      GRANT SELECT, INSERT, UPDATE, DELETE ON identity.reset_requests TO identity_system`);
    await queryRunner.query(`
      CREATE TABLE identity.password_resets (
        id uuid PRIMARY KEY,
        company_id uuid NOT NULL,
        user_id uuid NOT NULL,
        token_hash char(64) NOT NULL CONSTRAINT password_resets_token_once UNIQUE,
        expires_at timestamptz NOT NULL,
        used_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT password_resets_user_fk FOREIGN KEY (company_id, user_id) REFERENCES identity.users (company_id, id)
      )`);
    await queryRunner.query('CREATE INDEX password_resets_of_user ON identity.password_resets (company_id, user_id, created_at)');
    await protectTenantTable(queryRunner, 'identity.password_resets', {
      tenant: ['SELECT', 'UPDATE'],
      system: ['SELECT', 'INSERT', 'DELETE'],
    });
  }
}
