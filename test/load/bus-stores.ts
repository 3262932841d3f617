import { createPlatformTables, dropPlatformTables, type MigrationInterface, type QueryRunner } from '@smartcontent/database';
import { type BenchStores, startStores } from './bench-stores.js';
import { BenchWritten } from './bus-event.js';

/** What is written, and the outbox beside it. */
class CreateScheduling1700000000001 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await createPlatformTables(queryRunner, 'scheduling');
    await queryRunner.query(`
      CREATE TABLE scheduling.written (id uuid PRIMARY KEY, number bigint NOT NULL, text text NOT NULL, version bigint NOT NULL DEFAULT 1);
      GRANT SELECT, INSERT, UPDATE ON scheduling.written TO scheduling`);
  }
  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE scheduling.written');
    await dropPlatformTables(queryRunner, 'scheduling');
  }
}

/** What the handler does: one row for each event, with the instant at which the handler was called. */
class CreateContent1700000000002 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await createPlatformTables(queryRunner, 'content');
    await queryRunner.query(`
      CREATE TABLE content.handled (
        number bigint NOT NULL, at_ms float8 NOT NULL,
        place bigint GENERATED ALWAYS AS IDENTITY, aggregate_id uuid NOT NULL, version bigint NOT NULL);
      GRANT SELECT, INSERT ON content.handled TO content, content_system`);
  }
  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE content.handled');
    await dropPlatformTables(queryRunner, 'content');
  }
}

/** Stores as those of `npm start`, with scheduling that writes events and content that handles them. */
export function startBusStores(scope: AsyncDisposableStack): Promise<BenchStores> {
  return startStores(scope, {
    services: [
      { name: 'scheduling', migrations: [CreateScheduling1700000000001] },
      { name: 'content', migrations: [CreateContent1700000000002] },
    ],
    events: [BenchWritten],
  });
}
