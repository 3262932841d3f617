import { type MigrateCommand, runMigrations } from '@smartcontent/database';
import { useStack } from '@smartcontent/testing';
import { DataSource } from 'typeorm';
import { expect, test } from 'vitest';
import { PlatformAccountEntity } from '../src/accounts/platform-account.entity.js';
import { CampaignStateEntity } from '../src/campaigns/campaign-state.entity.js';
import { PostAttemptEntity } from '../src/dispatch/post-attempt.entity.js';
import { migrations } from '../src/migrations/index.js';
import { ScheduledPostEntity } from '../src/posts/scheduled-post.entity.js';

const stack = useStack({ services: ['scheduling'] });

const run = (command: MigrateCommand) =>
  runMigrations({
    adminUrl: stack.postgresUrl,
    services: [{ name: 'scheduling', migrations }],
    passwords: stack.addresses.passwords,
    command,
  });

/** What TypeORM would do to the migrated schema to make it that of the entities. It knows no policies, grants and orders of indexes. */
async function difference(): Promise<string[]> {
  const dataSource = await new DataSource({
    type: 'postgres',
    url: stack.postgresUrl,
    schema: 'scheduling',
    entities: [PlatformAccountEntity, ScheduledPostEntity, PostAttemptEntity, CampaignStateEntity],
  }).initialize();
  try {
    return (await dataSource.driver.createSchemaBuilder().log()).upQueries.map(({ query }) => query);
  } finally {
    await dataSource.destroy();
  }
}

test('entities and migrations agree, down to keys, indexes and checks', async () => {
  expect(await difference()).toEqual([]);
  await stack.query('ALTER TABLE scheduling.platform_accounts ALTER COLUMN platform TYPE varchar(60)');
  await stack.query('DROP INDEX scheduling.scheduled_posts_once');
  await stack.query('ALTER TABLE scheduling.post_attempts DROP CONSTRAINT post_attempts_outcome_check');
  const queries = (await difference()).join('\n');
  for (const part of ['"platform"', 'scheduled_posts_once', 'post_attempts_outcome_check']) expect(queries).toContain(part);
});

test('every migration can be undone and done again', async () => {
  for (const _ of migrations) await run('down');
  const left = await stack.query(`
    SELECT relname AS name FROM pg_class WHERE relnamespace = 'scheduling'::regnamespace AND relkind IN ('r', 'p')
      AND relname NOT IN ('migrations', 'ddl_log')
    UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'scheduling'::regnamespace AND proname <> 'log_ddl'
    UNION ALL SELECT typname FROM pg_type WHERE typnamespace = 'scheduling'::regnamespace AND typtype = 'e'`);
  expect(left).toEqual([]);
  const [result] = await run('up');
  expect(result?.pending).toEqual([]);
  expect(await difference()).toEqual([]);
});
