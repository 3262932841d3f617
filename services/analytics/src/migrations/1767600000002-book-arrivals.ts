import type { MigrationInterface, QueryRunner } from '@smartcontent/database';

export class BookArrivals1767600000002 implements MigrationInterface {
  name = 'BookArrivals1767600000002';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE analytics.ingest_offsets ADD COLUMN counts jsonb;
      COMMENT ON COLUMN analytics.ingest_offsets.counts IS 'What the range adds to ingest_accounting, to show it as in flight; emptied at the commit';
      -- Accepted was booked for whole batches, also for parts that never came. From now on each part books itself when it comes.
      UPDATE analytics.ingest_accounting SET accepted = stored + duplicate + dead, received = stored + duplicate + dead + rejected
      WHERE accepted <> stored + duplicate + dead;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE analytics.ingest_offsets DROP COLUMN counts');
  }
}
