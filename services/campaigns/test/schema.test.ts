import { type MigrateCommand, runMigrations } from '@smartcontent/database';
import { useStack } from '@smartcontent/testing';
import { expect, test } from 'vitest';
import { migrations } from '../src/migrations/index.js';

const stack = useStack({ services: ['campaigns'] });

const run = (command: MigrateCommand) =>
  runMigrations({
    adminUrl: stack.postgresUrl,
    services: [{ name: 'campaigns', migrations }],
    passwords: stack.addresses.passwords,
    command,
  });

test('every migration can be undone and done again', async () => {
  for (const _ of migrations) await run('down');
  const left = await stack.query(`
    SELECT relname AS name FROM pg_class WHERE relnamespace = 'campaigns'::regnamespace AND relkind IN ('r', 'p')
      AND relname NOT IN ('migrations', 'ddl_log')
    UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'campaigns'::regnamespace AND proname <> 'log_ddl'`);
  expect(left).toEqual([]);
  const [result] = await run('up');
  expect(result?.pending).toEqual([]);
});
