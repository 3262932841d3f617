import { type MigrateCommand, runMigrations } from '@smartcontent/database';
import { useStack } from '@smartcontent/testing';
import { DataSource } from 'typeorm';
import { expect, test } from 'vitest';
import { migrations } from '../src/migrations/index.js';
import { RunEntity } from '../src/runs/run.entity.js';

const stack = useStack({ services: ['generation'] });

const run = (command: MigrateCommand) =>
  runMigrations({
    adminUrl: stack.postgresUrl,
    services: [{ name: 'generation', migrations }],
    passwords: stack.addresses.passwords,
    command,
  });

/** What TypeORM would do to the tables of the entities to make them those of the entities. It knows no policies and grants. */
async function difference(): Promise<string[]> {
  const dataSource = await new DataSource({
    type: 'postgres',
    url: stack.postgresUrl,
    schema: 'generation',
    entities: [RunEntity],
  }).initialize();
  try {
    return (await dataSource.driver.createSchemaBuilder().log()).upQueries.map(({ query }) => query);
  } finally {
    await dataSource.destroy();
  }
}

test('entities and migrations agree, down to keys, indexes and checks', async () => {
  expect(await difference()).toEqual([]);
  await stack.query('ALTER TABLE generation.runs ALTER COLUMN agent_name TYPE varchar(60)');
  await stack.query('DROP INDEX generation.runs_due');
  await stack.query('ALTER TABLE generation.runs DROP CONSTRAINT runs_status_known');
  const queries = (await difference()).join('\n');
  for (const part of ['"agent_name"', 'runs_due', 'runs_status_known']) expect(queries).toContain(part);
});

test('every migration can be undone and done again', async () => {
  for (const _ of migrations) await run('down');
  const left = await stack.query(`
    SELECT relname AS name FROM pg_class WHERE relnamespace = 'generation'::regnamespace AND relkind IN ('r', 'p')
      AND relname NOT IN ('migrations', 'ddl_log')
    UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'generation'::regnamespace AND proname <> 'log_ddl'
    UNION ALL SELECT nspname FROM pg_namespace WHERE nspname = 'ml_data'`);
  expect(left).toEqual([]);
  const [result] = await run('up');
  expect(result?.pending).toEqual([]);
});
