import { newId, type Tx } from '@smartcontent/database';
import { useStack } from '@smartcontent/testing';
import { beforeEach, expect, test } from 'vitest';
import type { ClaimedRun } from '../src/run-columns.js';
import { WritingStore } from '../src/writing/writing.store.js';

const stack = useStack({ services: ['generation'] });
const store = new WritingStore();
const NOBODY: ReadonlyMap<string, number> = new Map();
beforeEach(() => stack.query('TRUNCATE generation.runs'));

/** Runs of a company that are in this state; one that waits is due the earlier the more of them there are. */
async function plant(companyId: string, count: number, status: 'pending' | 'waiting' | 'running' | 'succeeded' = 'pending'): Promise<void> {
  const wake = {
    pending: `now() - n * interval '1 second'`,
    waiting: `now() + interval '5 minutes'`,
    running: `now() + interval '1 hour'`,
    succeeded: 'NULL',
  }[status];
  await stack.query(
    `INSERT INTO generation.runs (id, company_id, user_id, content_id, is_new_content, content_type, draft_type, agent_name, request, status, wake_at)
     SELECT gen_random_uuid(), $1, $1, gen_random_uuid(), true, 'blog', 'blog_post', 'a', '{}', '${status === 'waiting' ? 'pending' : status}', ${wake} FROM generate_series(1, $2::int) n`,
    [companyId, count],
  );
}

/** Whose runs a process takes that has these in hand already. */
async function claimed(runs: number, inHand = NOBODY): Promise<string[]> {
  const tx = { query: (sql: string, values: unknown[]) => stack.query(sql, values) } as unknown as Tx;
  return (await store.claim(tx, newId(), 60, { runs, perCompany: 8, inHand })).map(({ company_id }) => company_id);
}

test('a single run is next, whatever others have queued before it', async () => {
  const [first, second, single] = [newId(), newId(), newId()];
  for (const company of [first, second]) await plant(company, 1_000);
  for (const company of [first, second]) await plant(company, 8, 'running');
  await plant(single, 1);
  expect(await claimed(1)).toEqual([single]);
});

test('companies take turns, by what they have under way anywhere', async () => {
  const [busy, other] = [newId(), newId()];
  await plant(busy, 100);
  await plant(other, 3);
  await plant(busy, 2, 'running');
  expect((await claimed(4)).filter((company) => company === other)).toHaveLength(3);
});

test('of one company a process has a few in hand at most, and takes none beyond that', async () => {
  const busy = newId();
  await plant(busy, 100);
  expect(await claimed(16)).toHaveLength(8);
  expect(await claimed(16, new Map([[busy, 7]]))).toHaveLength(1);
  expect(await claimed(16, new Map([[busy, 8]]))).toEqual([]);
});

test.each([
  ['few companies with much behind them', 20, 1_000, 2_000],
  ['many companies with little', 500, 10, 5],
])('a claim of %s reads by indexes, and no more of each than it may take', async (_, count, done, due) => {
  const companies = Array.from({ length: count }, newId);
  for (const company of companies) await plant(company, done, 'succeeded');
  for (const company of companies) await plant(company, due);
  for (const company of companies) await plant(company, done, 'waiting');
  for (const company of companies.slice(0, 8)) await plant(company, 1, 'running');
  await stack.query('ANALYZE generation.runs');
  const plan: string[] = [];
  const explain = async (sql: string, values: unknown[]) => {
    const rows = await stack.query<{ 'QUERY PLAN': string }>(`EXPLAIN (ANALYZE, TIMING OFF) ${sql}`, values);
    plan.push(...rows.map((row) => row['QUERY PLAN']));
    return [];
  };
  await store.claim({ query: explain } as unknown as Tx, newId(), 60, { runs: 16, perCompany: 8, inHand: NOBODY });
  expect(plan.join('\n')).not.toContain('Seq Scan');
  const scans = plan.flatMap((line) => {
    const [, index, rows] = /(?:Scan using|Bitmap Index Scan on) (\w+) .*actual rows=([\d.]+)/.exec(line) ?? [];
    return index ? [{ index, rows: Number(rows) }] : [];
  });
  expect(scans.map(({ index }) => index)).toContain('runs_due_of_company');
  expect(scans.filter(({ index, rows }) => rows > 9 || !/^runs_(?:due|due_of_company|under_way|pkey)$/.test(index))).toEqual([]);
  // The end of the list of companies, and nothing else.
  const removed = plan.flatMap((line) => /Rows Removed by Filter: (\d+)/.exec(line)?.[1] ?? []);
  expect(removed.map(Number).filter((rows) => rows > 1)).toEqual([]);
});

test('a run that is put back is as it was, also where its call was counted and did not leave', async () => {
  const company = newId();
  await plant(company, 1);
  const tx = { query: (sql: string, values: unknown[]) => stack.query(sql, values) } as unknown as Tx;
  const [claim] = await store.claim(tx, newId(), 60, { runs: 1, perCompany: 8, inHand: NOBODY });
  const one = { ...tx, one: async (sql: string, values: unknown[]) => (await stack.query(sql, values))[0] } as unknown as Tx;
  for (const isBegun of [true, false]) {
    if (isBegun) expect(await store.beginCall(one, claim as ClaimedRun, 'm')).toMatchObject({ attempts: 1, model_attempts: 1 });
    await store.putBack(tx, claim as ClaimedRun, 0);
    const [run] = await stack.query('SELECT status, attempts, model_attempts, is_calling FROM generation.runs WHERE company_id = $1', [
      company,
    ]);
    expect(run).toEqual({ status: 'pending', attempts: 0, model_attempts: 0, is_calling: false });
  }
});
