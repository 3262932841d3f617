import { type MigrateCommand, runMigrations } from '@smartcontent/database';
import { useStack } from '@smartcontent/testing';
import { DataSource } from 'typeorm';
import { expect, test } from 'vitest';
import { ContentEntity } from '../src/content/content.entity.js';
import { migrations } from '../src/migrations/index.js';
import { ContentPostEntity } from '../src/publication/content-post.entity.js';
import { ContentVersionEntity } from '../src/versions/version.entity.js';

const stack = useStack({ services: ['content'] });

/** What TypeORM would do to the migrated schema to make it that of the entities. It knows no policies, grants, functions and operator classes. */
async function difference(): Promise<string[]> {
  const dataSource = await new DataSource({
    type: 'postgres',
    url: stack.postgresUrl,
    schema: 'content',
    entities: [ContentEntity, ContentVersionEntity, ContentPostEntity],
  }).initialize();
  try {
    return (await dataSource.driver.createSchemaBuilder().log()).upQueries.map(({ query }) => query);
  } finally {
    await dataSource.destroy();
  }
}

test('entities and migrations agree, down to keys, indexes and checks', async () => {
  expect(await difference()).toEqual([]);
  await stack.query('ALTER TABLE content.content ALTER COLUMN platform TYPE varchar(60)');
  await stack.query('DROP INDEX content.idx_content_status');
  await stack.query('ALTER TABLE content.content_posts DROP CONSTRAINT content_posts_content_fk');
  const queries = (await difference()).join('\n');
  for (const part of ['"platform"', 'idx_content_status', 'content_posts_content_fk']) expect(queries).toContain(part);
});

test('every migration can be undone and done again', async () => {
  const services = [{ name: 'content', migrations }];
  const run = (command: MigrateCommand) =>
    runMigrations({ adminUrl: stack.postgresUrl, services, passwords: stack.addresses.passwords, command });
  for (const _ of migrations) await run('down');
  const left = await stack.query(`SELECT relname FROM pg_class WHERE relnamespace = 'content'::regnamespace AND relkind = 'r'
    AND relname NOT IN ('migrations', 'ddl_log')
    UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'content'::regnamespace AND proname <> 'log_ddl'`);
  expect(left).toEqual([]);
  const [result] = await run('up');
  expect(result?.pending).toEqual([]);
  expect(await difference()).toEqual([]);
});
