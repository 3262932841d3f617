import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningStore, startClickHouse } from '@smartcontent/local-stack';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { renderForCluster } from './cluster.js';
import { ClickHouse, defineQuery, isRowsRefused, migrateClickHouse, pendingClickHouseMigrations } from './index.js';

const folder = mkdtempSync(join(tmpdir(), 'clickhouse-test-'));
const migrations = join(folder, 'analytics', 'clickhouse');
let store: RunningStore;
let url: string;
let clickhouse: ClickHouse;

beforeAll(async () => {
  store = await startClickHouse({ folder: join(folder, 'store') });
  url = `${store.url}/things`;
  mkdirSync(migrations, { recursive: true });
  writeFileSync(
    join(migrations, '0001-create-things.sql'),
    "-- why; there is a thing\nCREATE TABLE IF NOT EXISTS things (name String, note String DEFAULT 'a;b', size UInt64)\nENGINE = MergeTree ORDER BY name;\n\nCREATE TABLE IF NOT EXISTS others (a UInt8) ENGINE = MergeTree ORDER BY a;\n",
  );
  clickhouse = await ClickHouse.open(url);
});
afterAll(async () => {
  await clickhouse.close();
  await store.stop();
  rmSync(folder, { recursive: true });
});

const bySize = defineQuery({
  name: 'things.by-size',
  sql: 'SELECT name, size FROM things WHERE size >= {size:UInt64} ORDER BY size',
  params: z.object({ size: z.number() }),
  row: z.object({ name: z.string(), size: z.number() }),
});

test('applies each file once, in order, and says which a database lacks, also where nothing was ever made', async () => {
  const [first, second] = ['analytics/0001-create-things.sql', 'analytics/0002-add-colour.sql'];
  expect(await pendingClickHouseMigrations(clickhouse, migrations)).toEqual([first]);
  expect(await migrateClickHouse(url, migrations)).toEqual([first]);
  writeFileSync(join(migrations, '0002-add-colour.sql'), 'ALTER TABLE things ADD COLUMN IF NOT EXISTS colour String;\n');
  expect(await pendingClickHouseMigrations(clickhouse, migrations)).toEqual([second]);
  expect(await migrateClickHouse(url, migrations)).toEqual([second]);
  expect(await migrateClickHouse(url, migrations)).toEqual([]);
  expect(await pendingClickHouseMigrations(clickhouse, migrations)).toEqual([]);
});

test('refuses a file that changed after it was applied', async () => {
  const changed = join(folder, 'changed', 'analytics', 'clickhouse');
  cpSync(migrations, changed, { recursive: true });
  writeFileSync(join(changed, '0001-create-things.sql'), 'SELECT 1;\n');
  await expect(migrateClickHouse(url, changed)).rejects.toThrow('analytics/0001-create-things.sql has changed');
});

test('inserts finished lines and asks for them by a named query', async () => {
  await clickhouse.insertRaw({
    sql: 'INSERT INTO things FORMAT JSONEachRow',
    body: ['{"name":"a","size":1}\n', '{"name":"b","size":9007199254740991}\n'],
  });
  expect(await clickhouse.run(bySize, { size: 2 })).toEqual([{ name: 'b', size: Number.MAX_SAFE_INTEGER }]);
});

test('tells rows that do not fit from a statement that is wrong', async () => {
  const insert = (sql: string, body: string) => clickhouse.insertRaw({ sql, body }).catch((error: unknown) => isRowsRefused(error));
  expect(await insert('INSERT INTO things FORMAT JSONEachRow', '{"name":"a","size":"x"}')).toBe(true);
  expect(await insert('INSERT INTO missing FORMAT JSONEachRow', '{"name":"a"}')).toBe(false);
});

test('stops a query at its cap', async () => {
  const slow = {
    ...bySize,
    maxSeconds: 1,
    sql: 'SELECT toString(sleepEachRow(0.2)) AS name, number AS size FROM numbers(100) WHERE {size:UInt64} >= 0 SETTINGS max_block_size = 1',
  };
  await expect(clickhouse.run(slow, { size: 0 })).rejects.toMatchObject({ code: 'PLATFORM_DEADLINE_EXCEEDED' });
  const large = {
    ...bySize,
    maxMemoryBytes: 10_000_000,
    sql: 'SELECT toString(number) AS name, {size:UInt64} AS size FROM numbers(10000000) ORDER BY name',
  };
  await expect(clickhouse.run(large, { size: 0 })).rejects.toMatchObject({ code: '241' });
});

test('refuses a row that is not what the query promises', async () => {
  const wrong = { ...bySize, sql: "SELECT 1 AS name, 'x' AS size WHERE {size:UInt64} = 0" };
  await expect(clickhouse.run(wrong, { size: 0 })).rejects.toThrow(z.ZodError);
});

test('takes a hundred thousand ids at once, and nothing but ids', async () => {
  const ids = Array.from({ length: 100_000 }, (_, n) => `0192f0c1-7a00-7000-8000-${n.toString().padStart(12, '0')}`);
  const lastOf = defineQuery({
    name: 'last-of',
    sql: "SELECT count() AS n, max(id) AS last FROM (SELECT toUUID(arrayJoin(splitByChar(',', {ids:UUIDs}))) AS id) WHERE {more:UInt8} = 1",
    params: z.object({ ids: z.array(z.string()), more: z.number() }),
    row: z.object({ n: z.number(), last: z.string() }),
  });
  expect(await clickhouse.run(lastOf, { ids, more: 1 })).toEqual([{ n: 100_000, last: ids.at(-1) }]);
  await expect(clickhouse.run(lastOf, { ids: ["') --"], more: 1 })).rejects.toThrow('ids holds something else than UUIDs');
});

test('says that the store is away, and comes back by itself', async () => {
  const own = await startClickHouse({ folder: join(folder, 'away') });
  const away = await ClickHouse.open(own.url);
  const one = defineQuery({ name: 'one', sql: 'SELECT 1 AS n', params: z.object({}), row: z.object({ n: z.number() }) });
  expect(await away.run(one, {})).toEqual([{ n: 1 }]);
  await own.stop();
  expect(await away.isReady()).toBe(false);
  await expect(away.run(one, {})).rejects.toMatchObject({ code: 'PLATFORM_STORE_UNAVAILABLE' });
  const again = await startClickHouse({ folder: join(folder, 'away'), port: own.port });
  expect(await away.run(one, {})).toEqual([{ n: 1 }]);
  await away.close();
  await again.stop();
});

test('renders the same tables for a cluster', () => {
  const sql = 'CREATE TABLE IF NOT EXISTS a (b UInt8) ENGINE = MergeTree ORDER BY b SETTINGS non_replicated_deduplication_window = 1000';
  expect(renderForCluster(sql, 'main')).toBe(
    'CREATE TABLE IF NOT EXISTS a ON CLUSTER `main` (b UInt8) ENGINE = ReplicatedMergeTree ORDER BY b SETTINGS replicated_deduplication_window = 1000, replicated_deduplication_window_seconds = 604800',
  );
});
