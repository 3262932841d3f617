import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { type ClickHouseClient, type ClickHouseError, ClickHouseLogLevel, createClient } from '@clickhouse/client';
import { type RunningStore, startClickHouse } from '@smartcontent/local-stack';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/**
 * What we ask of a ClickHouse over HTTP, whichever it is: runs against the embedded process here. Everything but the last
 * block is plain ClickHouse and holds for a server too.
 */
const log = { level: ClickHouseLogLevel.OFF };
const folder = mkdtempSync(join(tmpdir(), 'clickhouse-test-'));
let store: RunningStore;
let client: ClickHouseClient;

beforeAll(async () => {
  store = await startClickHouse({ folder });
  const admin = createClient({ url: store.url });
  await admin.command({ query: 'CREATE DATABASE conformance' });
  await admin.close();
  client = createClient({ url: `${store.url}/conformance`, log });
});
afterAll(async () => {
  await client?.close();
  await store?.stop();
  rmSync(folder, { recursive: true });
});

async function rows<T = unknown>(query: string, query_params?: Record<string, unknown>): Promise<T[]> {
  const result = await client.query({ query, query_params, format: 'JSONEachRow' });
  return result.json<T>();
}

async function count(table: string): Promise<number> {
  return Number((await rows<{ n: number }>(`SELECT count() AS n FROM ${table}`))[0]?.n);
}

async function refusal(work: Promise<unknown>): Promise<ClickHouseError> {
  return work.then(
    () => expect.unreachable('was not refused'),
    (error: ClickHouseError) => error,
  );
}

describe('asking', () => {
  it('answers a ping, with and without a SELECT', async () => {
    expect((await client.ping()).success).toBe(true);
    expect((await client.ping({ select: true })).success).toBe(true);
  });

  it('gives every text format', async () => {
    const ask = async (format: 'JSON' | 'CSVWithNames' | 'TabSeparated' | 'JSONCompactEachRow') =>
      (await client.query({ query: 'SELECT toUInt64(number) AS n FROM numbers(2)', format })).text();
    expect(JSON.parse(await ask('JSON'))).toMatchObject({ data: [{ n: 0 }, { n: 1 }], rows: 2 });
    expect(await ask('CSVWithNames')).toBe('"n"\n0\n1\n');
    expect(await ask('TabSeparated')).toBe('0\n1\n');
    expect(await ask('JSONCompactEachRow')).toBe('[0]\n[1]\n');
  });

  it.each([
    ['String', "it's a \\ 'quoted'\ttab\nline \\n é 🙂 \0 end"],
    ['UUID', '0192f0c1-7a00-7000-8000-000000000004'],
    ['Array(String)', ["a'b", 'c\\d', 'e\tf']],
    ['Array(UUID)', ['0192f0c1-7a00-7000-8000-000000000004']],
    ['Nullable(UInt8)', null],
    ['Map(String, String)', { "k'": 'v"' }],
    ['Int64', -5],
    ['Bool', true],
    ['DateTime64(3)', '2026-01-02 03:04:05.678'],
  ])('binds a value of %s unchanged', async (type, value) => {
    expect(await rows(`SELECT {value:${type}} AS value`, { value })).toEqual([{ value }]);
  });

  it('binds names, and refuses a missing value', async () => {
    expect(await rows('SELECT count() > 0 AS found FROM {db:Identifier}.one', { db: 'system' })).toEqual([{ found: 1 }]);
    expect(await refusal(rows('SELECT {missing:String}'))).toMatchObject({ code: '456' });
  });

  it('keeps the values of concurrent queries apart', async () => {
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, value) => rows<{ value: number }>('SELECT {value:UInt32} AS value', { value })),
    );
    expect(answers.map(([row]) => row?.value)).toEqual(Array.from({ length: 60 }, (_, value) => value));
  });

  it('takes a long list of values in the body', async () => {
    const ids = Array.from({ length: 50_000 }, (_, number) => `0192f0c1-7a00-7000-8000-${number.toString().padStart(12, '0')}`);
    const result = await client.query({
      query: 'SELECT count() AS n, argMax(id, id) AS last FROM (SELECT arrayJoin({ids:Array(UUID)}) AS id)',
      query_params: { ids },
      use_multipart_params_auto: true,
      format: 'JSONEachRow',
    });
    expect(await result.json()).toEqual([{ n: 50_000, last: ids.at(-1) }]);
  });

  it('streams a large result, and survives a client that leaves early', async () => {
    const result = await client.query({ query: 'SELECT number FROM numbers(2000000)', format: 'JSONEachRow' });
    let chunks = 0;
    let seen = 0;
    for await (const part of result.stream()) {
      chunks += 1;
      seen += part.length;
    }
    expect([seen, chunks > 10]).toEqual([2_000_000, true]);
    const left = await client.query({ query: 'SELECT number FROM numbers(1000000000)', format: 'JSONEachRow' });
    for await (const _ of left.stream()) break;
    left.close();
    expect(await rows('SELECT 1 AS n')).toEqual([{ n: 1 }]);
  });

  it('compresses requests and answers', async () => {
    const gzip = createClient({ url: `${store.url}/conformance`, log, compression: { request: true, response: true } });
    await gzip.command({ query: 'CREATE TABLE zipped (a String) ENGINE = MergeTree ORDER BY a' });
    await gzip.insert({ table: 'zipped', values: [{ a: 'é'.repeat(1_000) }], format: 'JSONEachRow' });
    const result = await gzip.query({ query: 'SELECT a FROM zipped', format: 'JSONEachRow' });
    expect(await result.json()).toEqual([{ a: 'é'.repeat(1_000) }]);
    await expect(gzip.query({ query: 'SELECT nothing' })).rejects.toMatchObject({ code: '47' });
    await gzip.close();
  });

  it('does not let a long query hold up a short one', async () => {
    const long = rows('SELECT count() FROM numbers(20000000000) SETTINGS max_execution_time = 2');
    const started = performance.now();
    for (let turn = 0; turn < 5; turn += 1) await rows('SELECT {turn:UInt8} AS turn', { turn });
    expect(performance.now() - started).toBeLessThan(1_500);
    await long.catch(() => undefined);
  });
});

describe('writing', () => {
  it('takes objects, a stream of objects, raw lines, and nothing', async () => {
    await client.command({ query: 'CREATE TABLE taken (a UInt32, b String) ENGINE = MergeTree ORDER BY a' });
    await client.insert({ table: 'taken', values: [{ a: 1, b: 'x\ny' }], format: 'JSONEachRow' });
    await client.insert({
      table: 'taken',
      values: Readable.from([
        { a: 2, b: '' },
        { a: 3, b: '' },
      ]),
      format: 'JSONEachRow',
    });
    await client.insert({ table: 'taken', values: Readable.from(['4,"q"\n', '5,"r"\n'], { objectMode: false }), format: 'CSV' });
    await client.insert({ table: 'taken', values: [], format: 'JSONEachRow' });
    const raw = await client.exec({
      query: 'INSERT INTO taken FORMAT JSONEachRow',
      values: Readable.from(['{"a":6,"b":"é"}\n{"a":7}'], { objectMode: false }),
    });
    raw.stream.destroy();
    const empty = await client.exec({ query: 'INSERT INTO taken FORMAT JSONEachRow', values: Readable.from([''], { objectMode: false }) });
    empty.stream.destroy();
    expect(await rows('SELECT groupArray((a, b)) AS all FROM (SELECT * FROM taken ORDER BY a)')).toEqual([
      {
        all: [
          [1, 'x\ny'],
          [2, ''],
          [3, ''],
          [4, 'q'],
          [5, 'r'],
          [6, 'é'],
          [7, ''],
        ],
      },
    ]);
  });

  it('takes nothing of a block with a row that does not fit', async () => {
    await client.command({ query: 'CREATE TABLE whole (a UInt32) ENGINE = MergeTree ORDER BY a' });
    const lines = Array.from({ length: 10_000 }, (_, a) => `{"a":${a === 9_999 ? '"x"' : a}}`).join('\n');
    const insert = client.exec({ query: 'INSERT INTO whole FORMAT JSONEachRow', values: Readable.from([lines], { objectMode: false }) });
    expect((await refusal(insert)).code).toBe('27');
    expect(await count('whole')).toBe(0);
  });

  it('forgets a setting with its request', async () => {
    await client.command({
      query: 'CREATE TABLE leak (a UInt32) ENGINE = MergeTree ORDER BY a SETTINGS non_replicated_deduplication_window = 100',
    });
    const insert = (clickhouse_settings: Record<string, string>) =>
      client.insert({ table: 'leak', values: [{ a: 1 }], format: 'JSONEachRow', clickhouse_settings });
    await insert({ insert_deduplication_token: 'one' });
    await insert({ insert_deduplication_token: 'one' });
    expect(await count('leak')).toBe(1);
    await insert({ insert_deduplication_token: 'two' });
    await client.insert({ table: 'leak', values: [{ a: 2 }], format: 'JSONEachRow' });
    expect(await count('leak')).toBe(3);
    const threads = "SELECT value FROM system.settings WHERE name = 'max_threads'";
    const set = await client.query({ query: threads, format: 'JSONEachRow', clickhouse_settings: { max_threads: 7 } });
    expect(await set.json()).toEqual([{ value: '7' }]);
    expect(await rows(threads)).not.toEqual([{ value: '7' }]);
  });

  it('drops a repeated block in the table and behind its views', async () => {
    const window = 'SETTINGS non_replicated_deduplication_window = 1000';
    await client.command({ query: `CREATE TABLE source (a UInt32) ENGINE = MergeTree ORDER BY a ${window}` });
    await client.command({
      query: `CREATE TABLE sums (k UInt8, n SimpleAggregateFunction(sum, UInt64)) ENGINE = AggregatingMergeTree ORDER BY k ${window}`,
    });
    await client.command({ query: 'CREATE MATERIALIZED VIEW to_sums TO sums AS SELECT 1 AS k, count() AS n FROM source GROUP BY k' });
    for (const token of ['t1', 't1', 't2']) {
      const query = `INSERT INTO source SETTINGS insert_deduplication_token = '${token}' FORMAT JSONEachRow`;
      (await client.exec({ query, values: Readable.from(['{"a":1}\n{"a":2}'], { objectMode: false }) })).stream.destroy();
    }
    expect([await count('source'), await rows('SELECT sum(n) AS n FROM sums')]).toEqual([4, [{ n: 4 }]]);
  });
});

describe('refusing', () => {
  const post = (sql: string, search = '') => fetch(`${store.url}/?${search}`, { method: 'POST', body: sql });

  it.each([
    ['SELEC 1', '', 400, 62],
    ['SELECT * FROM missing', '', 404, 60],
    ['SELECT 1', 'database=missing', 404, 81],
    ['SELECT 1', 'max_treads=1', 404, 115],
    ["SELECT toUInt8('x')", '', 400, 6],
    ['SELECT throwIf(1)', '', 500, 395],
    ['SELECT sleepEachRow(1) FROM numbers(3) SETTINGS max_execution_time = 1, max_block_size = 1', '', 408, 159],
  ])('%s?%s gets status %i with code %i', async (sql, search, status, code) => {
    const response = await post(sql, search);
    expect([response.status, response.headers.get('x-clickhouse-exception-code')]).toEqual([status, String(code)]);
    expect(await response.text()).toMatch(new RegExp(`^Code: ${code}\\. DB::Exception: .*\\([A-Z0-9_]+\\)`, 's'));
  });

  it('names code and type to the client, also when the result had begun', async () => {
    expect(await refusal(rows('SELECT nothing'))).toMatchObject({ code: '47', type: 'UNKNOWN_IDENTIFIER' });
    expect(await refusal(rows('SELECT throwIf(number = 150000) FROM numbers(300000)'))).toMatchObject({ code: '395' });
  });

  it('lets a GET read only', async () => {
    const response = await fetch(`${store.url}/?query=${encodeURIComponent('CREATE DATABASE by_get')}`);
    expect(response.headers.get('x-clickhouse-exception-code')).toBe('164');
    const read = await fetch(`${store.url}/?database=conformance&query=${encodeURIComponent('SELECT 1')}`);
    expect(await read.text()).toBe('1\n');
  });
});

describe('the embedded process', () => {
  it('says what it does not do instead of doing something else', async () => {
    const post = (search: string, init: RequestInit) => fetch(`${store.url}/?${search}`, { method: 'POST', ...init });
    expect((await post('session_id=x', { body: 'SELECT 1' })).status).toBe(501);
    expect((await post('compress=1', { body: 'SELECT 1' })).status).toBe(501);
    expect((await post('query=INSERT+INTO+t+FORMAT+RowBinary', { body: new Uint8Array([0xff, 0xfe]) })).status).toBe(501);
    expect((await post('', { body: 'SELECT 1', headers: { origin: 'https://example.com' } })).status).toBe(403);
  });

  it('keeps what it acknowledged when it is killed', async () => {
    const own = mkdtempSync(join(tmpdir(), 'clickhouse-test-'));
    const first = await startClickHouse({ folder: own });
    const send = (url: string, query: string) => fetch(url, { method: 'POST', body: query }).then((response) => response.text());
    await send(first.url, 'CREATE TABLE kept (a UInt32) ENGINE = MergeTree ORDER BY a');
    for (let a = 0; a < 5; a += 1) await send(first.url, `INSERT INTO kept VALUES (${a})`);
    process.kill(first.pid, 'SIGKILL');
    await first.exited;
    const second = await startClickHouse({ folder: own });
    expect(await send(second.url, 'SELECT count() FROM kept')).toBe('5\n');
    await second.stop();
    expect(await second.exited).toBe('exit 0');
    rmSync(own, { recursive: true });
  });

  it('keeps its data from other users of the machine', () => {
    expect((statSync(join(folder, 'data')).mode & 0o777).toString(8)).toBe('700');
  });

  it('does not start on a folder that is in use', async () => {
    await expect(startClickHouse({ folder })).rejects.toThrow(/did not start/);
  });
});
