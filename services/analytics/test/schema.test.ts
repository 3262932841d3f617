import { type MigrateCommand, runMigrations } from '@smartcontent/database';
import { useStack } from '@smartcontent/testing';
import { DataSource } from 'typeorm';
import { expect, test } from 'vitest';
import { ContentActivityEntity } from '../src/activity/content-activity.entity.js';
import { BookArrivals1767600000002 } from '../src/migrations/1767600000002-book-arrivals.js';
import { migrations } from '../src/migrations/index.js';
import { PerformanceTotalsEntity } from '../src/performance/performance-totals.entity.js';

const stack = useStack({ services: ['analytics'] });

const run = (command: MigrateCommand) =>
  runMigrations({
    adminUrl: stack.postgresUrl,
    services: [{ name: 'analytics', migrations }],
    passwords: stack.addresses.passwords,
    command,
  });

/** What TypeORM would do to the migrated schema to make it that of the entities. It knows no policies and grants. */
async function difference(): Promise<string[]> {
  const dataSource = await new DataSource({
    type: 'postgres',
    url: stack.postgresUrl,
    schema: 'analytics',
    entities: [ContentActivityEntity, PerformanceTotalsEntity],
  }).initialize();
  try {
    return (await dataSource.driver.createSchemaBuilder().log()).upQueries.map(({ query }) => query);
  } finally {
    await dataSource.destroy();
  }
}

test('entities and migrations agree, down to keys, indexes and checks', async () => {
  expect(await difference()).toEqual([]);
  await stack.query('ALTER TABLE analytics.content_activity ALTER COLUMN type TYPE varchar(60)');
  await stack.query('DROP INDEX analytics.content_activity_day');
  await stack.query('ALTER TABLE analytics.content_activity DROP CONSTRAINT content_activity_pk');
  const queries = (await difference()).join('\n');
  for (const part of ['"type"', 'content_activity_day', 'PRIMARY KEY']) expect(queries).toContain(part);
});

test('every migration can be undone and done again', async () => {
  for (const _ of migrations) await run('down');
  const left = await stack.query(`
    SELECT relname AS name FROM pg_class WHERE relnamespace = 'analytics'::regnamespace AND relkind IN ('r', 'p', 'v')
      AND relname NOT IN ('migrations', 'ddl_log')
    UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'analytics'::regnamespace AND proname <> 'log_ddl'`);
  expect(left).toEqual([]);
  const [result] = await run('up');
  expect(result?.pending).toEqual([]);
  expect(await difference()).toEqual([]);
});

test('hours that waited for parts of a batch that never came are put right', async () => {
  const since = migrations.slice(migrations.indexOf(BookArrivals1767600000002));
  for (const _ of since) await run('down');
  await stack.query(`INSERT INTO analytics.ingest_accounting (company_id, hour, received, accepted, rejected, stored, duplicate, dead)
    VALUES (gen_random_uuid(), '2026-01-01', 10, 8, 2, 3, 1, 1), (gen_random_uuid(), '2026-01-02', 10, 8, 2, 7, 1, 0)`);
  await run('up');
  const rows = await stack.query('SELECT received, accepted, rejected, stored FROM analytics.ingest_accounting ORDER BY hour');
  expect(rows).toEqual([
    { received: '7', accepted: '5', rejected: '2', stored: '3' },
    { received: '10', accepted: '8', rejected: '2', stored: '7' },
  ]);
});
