import {
  createPlatformTables,
  dropPlatformTables,
  type MigrationInterface,
  protectTenantTable,
  type QueryRunner,
} from '@smartcontent/database';

export class CreateIngest1767600000000 implements MigrationInterface {
  name = 'CreateIngest1767600000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await createPlatformTables(queryRunner, 'analytics');
    // Both are of the platform and hold nothing of a tenant, hence no row-level security.
    await queryRunner.query(`
      CREATE TABLE analytics.ingest_epochs (
        epoch integer PRIMARY KEY,
        first_sequence bigint NOT NULL,
        anchor_message_id text,
        shift bigint NOT NULL,
        started_at timestamptz NOT NULL DEFAULT clock_timestamp()
      );
      COMMENT ON COLUMN analytics.ingest_epochs.anchor_message_id IS 'The message before first_sequence; none where it starts at the stream''s first';
      COMMENT ON COLUMN analytics.ingest_epochs.shift IS 'Added to the sequences of this epoch, so that they stay above those before it';

      CREATE TABLE analytics.ingest_offsets (
        epoch integer NOT NULL REFERENCES analytics.ingest_epochs,
        first_sequence bigint NOT NULL,
        last_sequence bigint NOT NULL,
        last_message_id text NOT NULL,
        token uuid NOT NULL DEFAULT gen_random_uuid(),
        row_count integer NOT NULL,
        duplicates bytea,
        recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        committed_at timestamptz,
        abandoned_at timestamptz,
        PRIMARY KEY (epoch, first_sequence),
        CHECK (last_sequence >= first_sequence)
      );
      COMMENT ON COLUMN analytics.ingest_offsets.duplicates IS 'One bit per row in order of the stream; emptied at the commit';
      -- One range at a time is under way, whoever works on it.
      CREATE UNIQUE INDEX ingest_offsets_open ON analytics.ingest_offsets ((true)) WHERE committed_at IS NULL AND abandoned_at IS NULL;
      GRANT SELECT, INSERT ON analytics.ingest_epochs TO analytics_system;
      GRANT SELECT, INSERT, UPDATE, DELETE ON analytics.ingest_offsets TO analytics_system;
      GRANT SELECT ON analytics.ingest_offsets TO analytics;

      CREATE TABLE analytics.ingest_accounting (
        company_id uuid NOT NULL,
        hour timestamptz NOT NULL,
        received bigint NOT NULL DEFAULT 0,
        accepted bigint NOT NULL DEFAULT 0,
        rejected bigint NOT NULL DEFAULT 0,
        stored bigint NOT NULL DEFAULT 0,
        duplicate bigint NOT NULL DEFAULT 0,
        dead bigint NOT NULL DEFAULT 0,
        PRIMARY KEY (company_id, hour)
      );
    `);
    await protectTenantTable(queryRunner, 'analytics.ingest_accounting', { tenant: ['SELECT'] });
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE analytics.ingest_accounting, analytics.ingest_offsets, analytics.ingest_epochs');
    await dropPlatformTables(queryRunner, 'analytics');
  }
}
