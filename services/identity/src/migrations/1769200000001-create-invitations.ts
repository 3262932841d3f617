import { LOOKALIKES } from '@smartcontent/contracts';
import { type MigrationInterface, protectTenantTable, type QueryRunner } from '@smartcontent/database';

/** Invitations; and user names that are compared as they are read, now that a company may have several users. */
export class CreateInvitations1769200000001 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await this.compareUsernames(queryRunner);
    await queryRunner.query(`
      CREATE TABLE identity.invitations (
        id uuid PRIMARY KEY,
        company_id uuid NOT NULL CONSTRAINT invitations_company_fk REFERENCES identity.companies (id),
        email varchar(255) NOT NULL,
        role identity.user_role NOT NULL,
        invited_by uuid NOT NULL,
        token_hash char(64) NOT NULL CONSTRAINT invitations_token_once UNIQUE,
        expires_at timestamptz NOT NULL,
        accepted_at timestamptz,
        accepted_by uuid,
        revoked_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT invitations_maker_fk FOREIGN KEY (company_id, invited_by) REFERENCES identity.users (company_id, id),
        CONSTRAINT invitations_user_fk FOREIGN KEY (company_id, accepted_by) REFERENCES identity.users (company_id, id)
      )`);
    await queryRunner.query('CREATE INDEX invitations_listed ON identity.invitations (company_id, id)');
    await queryRunner.query(
      'CREATE UNIQUE INDEX invitations_open_once ON identity.invitations (company_id, email) WHERE accepted_at IS NULL AND revoked_at IS NULL',
    );
    await protectTenantTable(queryRunner, 'identity.invitations', { tenant: ['SELECT', 'INSERT', 'UPDATE'], system: ['SELECT'] });
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE identity.invitations');
    await queryRunner.query('DROP INDEX identity.users_username_once');
    await queryRunner.query(
      'ALTER TABLE identity.users DROP COLUMN revision, ADD CONSTRAINT users_username_once UNIQUE (company_id, username)',
    );
  }

  /** Two names of a company that are read alike are one name, whatever case and alphabet they are written in. */
  private async compareUsernames(queryRunner: QueryRunner): Promise<void> {
    const { from, to } = LOOKALIKES;
    await queryRunner.query(`
      ALTER TABLE identity.users ADD COLUMN revision integer NOT NULL DEFAULT 0, DROP CONSTRAINT users_username_once`);
    await queryRunner.query(
      `CREATE UNIQUE INDEX users_username_once ON identity.users (company_id, translate(lower(username), '${from}', '${to}'))`,
    );
  }
}
