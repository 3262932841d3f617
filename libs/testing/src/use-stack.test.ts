import { jetstreamManager } from '@nats-io/jetstream';
import { ClickHouse, defineQuery } from '@smartcontent/clickhouse';
import { GetAccount } from '@smartcontent/contracts';
import { Database } from '@smartcontent/database';
import { readServiceConfig } from '@smartcontent/service';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { eventually } from './eventually.js';
import { assertNothingLeaked } from './leaks.js';
import { useStack } from './use-stack.js';

const stack = useStack();

describe('a test file', () => {
  test('has the schemas of all services in a Postgres database of its own', async () => {
    const [row] = await stack.query<{ name: string }>('SELECT current_database() AS name');
    expect(row?.name).toMatch(/^file_\d+_\d+_\d+$/);
    const schemas = await stack.query<{ schema_name: string }>('SELECT schema_name FROM information_schema.schemata');
    expect(schemas.map((schema) => schema.schema_name)).toContain('content');
  });

  test('can use the environment of a service as it is', async () => {
    const config = readServiceConfig('content', stack.env('content'), { postgres: true, redis: true, clickhouse: true });
    const database = await Database.open({ schema: 'content', ...(config.postgres as { url: string; systemUrl: string }) });
    expect(await database.isReady()).toBe(true);
    await database.close();
  });

  test('has a ClickHouse database of its own', async () => {
    const clickhouse = await ClickHouse.open(stack.env('analytics').CLICKHOUSE_URL as string);
    const name = defineQuery({
      name: 'name',
      sql: 'SELECT currentDatabase() AS name',
      params: z.object({}),
      row: z.object({ name: z.string() }),
    });
    expect((await clickhouse.run(name, {}))[0]?.name).toMatch(/^file_\d+_\d+_\d+$/);
    await clickhouse.close();
  });

  test('finds the streams of the contracts and nothing else', async () => {
    const manager = await jetstreamManager(stack.nats);
    const names = await manager.streams.names().next();
    expect(names).toContain('EVT_CONTENT');
  });

  test('asks as a user whose token every service believes', async () => {
    const caller = stack.caller({ role: 'viewer' });
    const context = await caller.context();
    expect(await stack.actorTokens('content').verify(context.actorToken)).toMatchObject({ role: 'viewer', company_id: caller.companyId });
    await expect(caller.call(GetAccount, {})).rejects.toMatchObject({ code: 'PLATFORM_SERVICE_UNAVAILABLE' });
  });
});

test('the leak check names a connection to each store that nobody closed', async () => {
  const server = new Client(stack.addresses.postgresUrl);
  const left = new Client(stack.postgresUrl);
  const redis = new Redis(stack.addresses.redisUrl);
  await Promise.all([server.connect(), left.connect(), redis.ping()]);
  const failure = await assertNothingLeaked(server, left.database as string, stack.addresses).catch((error: Error) => error.message);
  redis.disconnect();
  await Promise.all([server.end(), left.end()]);
  for (const store of ['Postgres', 'NATS', 'Redis']) expect(failure).toContain(`${store} connection`);
});

test('eventually gives the last failure when time is up', async () => {
  let tries = 0;
  const failing = eventually(
    () => {
      tries += 1;
      throw new Error(`try ${tries}`);
    },
    { timeoutMs: 60 },
  );
  await expect(failing).rejects.toThrow(/try [2-9]/);
});
