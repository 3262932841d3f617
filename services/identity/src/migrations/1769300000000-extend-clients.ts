import type { MigrationInterface, QueryRunner } from '@smartcontent/database';

/** Clients that are looked after, and keys of several kinds that are rotated and have limits of their own. */
export class ExtendClients1769300000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE identity.clients
        ADD COLUMN updated_at timestamptz NOT NULL DEFAULT now(),
        ADD COLUMN deleted_at timestamptz`);
    await queryRunner.query('CREATE INDEX clients_listed ON identity.clients (company_id, id) WHERE deleted_at IS NULL');
    await queryRunner.query(`
      ALTER TABLE identity.client_keys
        ADD COLUMN kind varchar(20) NOT NULL DEFAULT 'secret',
        ADD COLUMN limits jsonb,
        ADD COLUMN allowed_origins text[],
        ADD COLUMN replaced_by uuid,
        ADD CONSTRAINT client_keys_in_company UNIQUE (company_id, id),
        ADD CONSTRAINT client_keys_replaced_fk FOREIGN KEY (company_id, replaced_by) REFERENCES identity.client_keys (company_id, id),
        ADD CONSTRAINT client_keys_kind CHECK (kind IN ('secret', 'publishable'))`);
    // The new constraint has an index of the same columns.
    await queryRunner.query('DROP INDEX identity.client_keys_listed');
    await queryRunner.query('CREATE INDEX client_keys_of_client ON identity.client_keys (company_id, client_id)');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX identity.client_keys_of_client, identity.clients_listed');
    await queryRunner.query('CREATE INDEX client_keys_listed ON identity.client_keys (company_id, id)');
    await queryRunner.query(`
      ALTER TABLE identity.client_keys
        DROP CONSTRAINT client_keys_kind,
        DROP CONSTRAINT client_keys_replaced_fk,
        DROP CONSTRAINT client_keys_in_company,
        DROP COLUMN kind,
        DROP COLUMN limits,
        DROP COLUMN allowed_origins,
        DROP COLUMN replaced_by`);
    await queryRunner.query('ALTER TABLE identity.clients DROP COLUMN updated_at, DROP COLUMN deleted_at');
  }
}
