import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database, Statement } from './database.js';
import { type Lease, LeaseStore } from './lease-store.js';
import { type OutboxRow, OutboxStore } from './outbox-store.js';
import { TestPostgres } from './test-service.fixture.js';

const DAYS = 31;
const ROWS = 310_000;
const CYCLES = 100;
/** Of some eight thousand pages. */
const FEW_PAGES = 500;

const ADD_DAY = `DO $body$ DECLARE day date := current_date - %; BEGIN EXECUTE format(
  'CREATE TABLE content.%I PARTITION OF content.outbox FOR VALUES FROM (%L) TO (%L)', 'outbox_' || to_char(day, 'YYYYMMDD'), day, day + 1);
  END $body$`;
/** Published, and without a payload by now; today is as full as any day, since Postgres reads a day that has just begun as a whole. */
const FILL = `INSERT INTO content.outbox (event_id, company_id, subject, aggregate_id, aggregate_version, created_at, published_at, stream_sequence, epoch)
  SELECT gen_random_uuid(), gen_random_uuid(), 'evt.content.note.written.v1', gen_random_uuid(), 1, at, at + interval '5 ms', number, 1 + number / 100000
  FROM (SELECT number, current_date - ${DAYS - 1} + number * interval '${DAYS} days' / ($1::int + 1) AS at
    FROM generate_series(1, $1::int) AS number) AS row`;
/** What waits since `$1` days. */
const WAIT = `INSERT INTO content.outbox (event_id, company_id, subject, aggregate_id, aggregate_version, headers, data, created_at)
  SELECT gen_random_uuid(), gen_random_uuid(), 'evt.content.note.written.v1', gen_random_uuid(), 1, '{"specversion": "1.0"}', '{"text": "hello"}',
    clock_timestamp() - $1 * interval '1 day'
  FROM generate_series(1, $2::int)`;
const WRITE: Statement = {
  text: `INSERT INTO outbox (event_id, company_id, subject, aggregate_id, aggregate_version, headers, data) VALUES ($1, $1, $2, $1, 1, '{}', '{}')`,
  values: ['0192f0c1-7a00-7000-8000-000000000001', 'evt.content.note.written.v1'],
};

let postgres: TestPostgres;
let database: Database;
let outbox: OutboxStore;
let lease: Lease;
let admin: pg.Client;

beforeAll(async () => {
  postgres = await TestPostgres.start();
  database = await postgres.openMigrated();
  outbox = new OutboxStore(database);
  lease = (await new LeaseStore(database, { name: 'relay', seconds: 3_600 }).take('one')) as Lease;
  admin = new pg.Client({ connectionString: postgres.adminUrl, options: '-c search_path=content -c timezone=UTC' });
  await admin.connect();
  for (let day = 1; day < DAYS; day += 1) await admin.query(ADD_DAY.replace('%', String(day)));
  await admin.query(FILL, [ROWS]);
  await admin.query(WAIT, [0, 100]);
  await admin.query(WAIT, [20, 10]);
  await admin.query('ANALYZE');
});
afterAll(async () => {
  await admin?.end();
  await database?.close();
  await postgres?.[Symbol.asyncDispose]();
});

const acknowledge = (rows: OutboxRow[]) =>
  rows.map(({ id, created_at }, index) => ({ id, created_at, stream_sequence: ROWS + index, is_duplicate: false }));

/** What the store says to Postgres, which is not asked. */
async function statements(work: (store: OutboxStore) => Promise<unknown>): Promise<Statement[]> {
  const said: Statement[] = [];
  const listen = (...these: Statement[]) => {
    said.push(...these);
    // No row is so far down that another piece follows.
    return these.map(({ text }) => (text.includes('OFFSET') ? [] : [{ is_held: true }]));
  };
  await work(new OutboxStore({ runUrgent: listen } as unknown as Database));
  return said;
}

interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Shared Hit Blocks': number;
  readonly 'Shared Read Blocks': number;
  readonly Plans?: Plan[];
}

/** Pages touched and rows looked at without an index, under a plan for these values or for any. */
async function explain({ text, values }: Statement, mode: string): Promise<{ pages: number; unindexed: number }> {
  const places = values.map((value) => (typeof value === 'number' ? value : admin.escapeLiteral(String(value)))).join(', ');
  await admin.query(`BEGIN; SET LOCAL plan_cache_mode = ${mode}`);
  await admin.query(`PREPARE statement AS ${text}`);
  const { rows } = await admin.query(`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) EXECUTE statement ${places && `(${places})`}`);
  await admin.query('ROLLBACK; DEALLOCATE statement');
  const nodes = flattened(rows[0]['QUERY PLAN'][0].Plan);
  const scans = nodes.filter((node) => node['Node Type'] === 'Seq Scan' && node['Relation Name']?.startsWith('outbox'));
  return {
    // A statement inside WITH is counted for itself.
    pages: Math.max(...nodes.map((node) => node['Shared Hit Blocks'] + node['Shared Read Blocks'])),
    unindexed: scans.reduce((sum, node) => sum + node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0), 0),
  };
}

const flattened = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(flattened)];

it.each(['force_custom_plan', 'force_generic_plan'])(
  'after a month of traffic every statement goes by an index and touches few pages (%s)',
  async (mode) => {
    const waiting = await outbox.unpublished(50);
    const [newest] = await outbox.acknowledged(1);
    const last = { event_id: '', epoch: newest?.epoch ?? 0, stream_sequence: (newest?.stream_sequence ?? 0) - 50 };
    const asked = await statements(async (store) => {
      await store.advance(lease, acknowledge(waiting), 500, [1, 2, 3]);
      await store.acknowledged(1);
      await store.acknowledged(500, last);
      await store.unpublishAfter(lease, last);
      await store.backlog();
    });
    expect(asked).toHaveLength(7);
    for (const statement of [...asked, WRITE]) {
      const { pages, unindexed } = await explain(statement, mode);
      expect({ text: statement.text, unindexed }).toEqual({ text: statement.text, unindexed: 0 });
      expect(pages, statement.text).toBeLessThan(FEW_PAGES);
    }
  },
);

it('keeps the index of what waits small, however much was published through it', async () => {
  const today = `(SELECT format('content.outbox_%s', to_char(current_date, 'YYYYMMDD')))`;
  const sizes = async () => {
    const text = `SELECT pg_relation_size((${today} || '_id_idx')::regclass)::int AS waiting, pg_relation_size(${today}::regclass)::int AS rows`;
    return (await admin.query<{ waiting: number; rows: number }>(text)).rows[0];
  };
  for (let cycle = 0; cycle < CYCLES; cycle += 1) {
    await admin.query(WAIT, [0, 200]);
    await outbox.markPublished(lease, acknowledge(await outbox.unpublished(500)));
  }
  const { waiting = 0, rows = 0 } = (await sizes()) ?? {};
  expect(rows).toBeGreaterThan(4_000_000);
  // Twelve pages; with an entry for each row it would be fifty.
  expect(waiting).toBeLessThan(100_000);
});

it('drops payloads in pieces, and goes on with the rest when it was cut short', async () => {
  await admin.query(WAIT, [0, 40_000]);
  await admin.query(`UPDATE outbox SET published_at = now() - interval '2 hours' WHERE data IS NOT NULL AND created_at >= current_date`);
  const left = async () => {
    const { rows } = await admin.query(
      'SELECT count(*)::int AS count FROM outbox WHERE published_at IS NOT NULL AND data IS NOT NULL AND created_at >= current_date',
    );
    return rows[0].count as number;
  };
  const before = await left();
  const stop = new AbortController();
  const once = async (statement: Statement) => {
    const rows = await database.runSystem(statement);
    if (statement.text.startsWith('UPDATE outbox')) stop.abort();
    return rows;
  };
  await new OutboxStore({ runSystem: once } as unknown as Database).maintain(stop.signal);
  expect(await left()).toBeGreaterThan(0);
  expect(await left()).toBeLessThan(before);
  await outbox.maintain();
  expect(await left()).toBe(0);
});

it('publishes a busy day again in pieces, its versions in their order, and goes on with the rest when it was cut short', async () => {
  await admin.query(WAIT, [0, 120_000]);
  await admin.query(
    `UPDATE outbox SET published_at = now(), stream_sequence = id, epoch = 9 WHERE data IS NOT NULL AND created_at >= current_date`,
  );
  const range = { from: new Date(Date.now() - 86_400_000).toISOString(), to: new Date(Date.now() + 60_000).toISOString() };
  const waiting = async () => {
    const text = `SELECT count(*)::int AS rows, bool_and(published_at IS NULL) FILTER (WHERE created_at <= (SELECT max(created_at) FROM outbox
        WHERE published_at IS NULL AND created_at >= current_date)) AS is_whole, count(*) FILTER (WHERE published_at IS NULL)::int AS waiting
      FROM outbox WHERE data IS NOT NULL AND created_at >= current_date`;
    return (await admin.query<{ rows: number; is_whole: boolean; waiting: number }>(text)).rows[0];
  };
  let isDone = false;
  const once = async (statement: Statement) => {
    if (isDone) throw new Error('killed');
    const answers = (await database.runSystem(statement)) as [[{ requeued: number }]];
    isDone = answers[0][0].requeued > 0;
    return answers;
  };
  await expect(new OutboxStore({ runSystem: once } as unknown as Database).republish(range)).rejects.toThrow('killed');
  const cut = await waiting();
  expect(cut?.is_whole).toBe(true);
  expect(cut?.waiting).toBeGreaterThan(0);
  expect(cut?.waiting).toBeLessThan(cut?.rows ?? 0);
  const { requeued } = await outbox.republish(range);
  expect(requeued).toBe((cut?.rows ?? 0) - (cut?.waiting ?? 0));
});

it('finds a lost stream in pieces, from the highest place downwards, and goes on with the rest when it was cut short', async () => {
  await admin.query('UPDATE outbox SET published_at = now(), stream_sequence = id, epoch = 9 WHERE created_at >= current_date - 1');
  const placed = async () => {
    const text = 'SELECT count(*)::int AS rows, max(stream_sequence)::int AS highest FROM outbox WHERE epoch = 9';
    return (await admin.query<{ rows: number; highest: number }>(text)).rows[0] as { rows: number; highest: number };
  };
  const before = await placed();
  const last = { event_id: '', epoch: 9, stream_sequence: 0 };
  let writes = 0;
  const twice = async (statement: Statement) => {
    if (statement.text.includes('UPDATE') && writes++ === 2) throw new Error('killed');
    return database.runUrgent(statement);
  };
  await expect(new OutboxStore({ runUrgent: twice } as unknown as Database).unpublishAfter(lease, last)).rejects.toThrow('killed');
  const cut = await placed();
  expect(cut.rows).toBe(before.rows - 10_000);
  expect(cut.highest).toBeLessThan(before.highest);
  const counts = await outbox.unpublishAfter(lease, last);
  expect((counts?.requeued ?? 0) + (counts?.lost ?? 0)).toBe(cut.rows);
  expect((await placed()).rows).toBe(0);
});
