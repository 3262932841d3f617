import type { MigrationInterface, QueryRunner } from '@smartcontent/database';

/** Where a key of a third party is sent, and how its models are spoken to. Keys that were there are those of the providers that they are named after. */
export class TellWhereProviderKeysGo1769460000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE identity.api_keys
        ADD COLUMN protocol varchar(20) CONSTRAINT api_keys_protocol_known CHECK (protocol IN ('anthropic', 'openai')),
        ADD COLUMN base_url varchar(2048)`);
    // The rows of every company: their owner is no company.
    await queryRunner.query(`
      ALTER TABLE identity.api_keys NO FORCE ROW LEVEL SECURITY;
      UPDATE identity.api_keys SET protocol = service_name WHERE service_name IN ('anthropic', 'openai');
      ALTER TABLE identity.api_keys FORCE ROW LEVEL SECURITY`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE identity.api_keys DROP COLUMN protocol, DROP COLUMN base_url');
  }
}
