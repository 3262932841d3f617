import { type MigrateCommand, runMigrations } from '@smartcontent/database';
import { useStack } from '@smartcontent/testing';
import { expect, test } from 'vitest';
import { migrations } from '../src/migrations/index.js';

const stack = useStack({ services: ['scheduling'] });

const run = (command: MigrateCommand) =>
  runMigrations({
    adminUrl: stack.postgresUrl,
    services: [{ name: 'scheduling', migrations }],
    passwords: stack.addresses.passwords,
    command,
  });

test('every migration can be undone and done again', async () => {
  for (const _ of migrations) await run('down');
  const left = await stack.query(`
    SELECT relname AS name FROM pg_class WHERE relnamespace = 'scheduling'::regnamespace AND relname <> 'migrations' AND relkind IN ('r', 'p')
    UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'scheduling'::regnamespace
    UNION ALL SELECT typname FROM pg_type WHERE typnamespace = 'scheduling'::regnamespace AND typtype = 'e'`);
  expect(left).toEqual([]);
  const [result] = await run('up');
  expect(result?.pending).toEqual([]);
});
