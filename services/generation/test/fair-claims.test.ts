import { newId, type Tx } from '@smartcontent/database';
import { useStack } from '@smartcontent/testing';
import { beforeEach, expect, test } from 'vitest';
import { WritingStore } from '../src/writing/writing.store.js';

const stack = useStack({ services: ['generation'] });
const store = new WritingStore();
const NOBODY: ReadonlyMap<string, number> = new Map();
beforeEach(() => stack.query('TRUNCATE generation.runs'));

/** Runs of a company that are in this state; one that waits is due the earlier the more of them there are. */
async function plant(companyId: string, count: number, status: 'pending' | 'running' | 'succeeded' = 'pending'): Promise<void> {
  const wake = { pending: `now() - n * interval '1 second'`, running: `now() + interval '1 hour'`, succeeded: 'NULL' }[status];
  await stack.query(
    `INSERT INTO generation.runs (id, company_id, user_id, content_id, is_new_content, content_type, draft_type, agent_name, request, status, wake_at)
     SELECT gen_random_uuid(), $1, $1, gen_random_uuid(), true, 'blog', 'blog_post', 'a', '{}', '${status}', ${wake} FROM generate_series(1, $2::int) n`,
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

test('a claim reads by indexes, and of each company no more than it may take', async () => {
  const companies = Array.from({ length: 20 }, newId);
  for (const company of companies) await plant(company, 1_000, 'succeeded');
  for (const company of companies.slice(0, 3)) await plant(company, 2_000);
  await stack.query('ANALYZE generation.runs');
  const plans: string[] = [];
  const explain = async (sql: string, values: unknown[]) => {
    const rows = await stack.query<{ 'QUERY PLAN': string }>(`EXPLAIN (ANALYZE, TIMING OFF) ${sql}`, values);
    plans.push(...rows.map((row) => row['QUERY PLAN']));
    return [];
  };
  await store.claim({ query: explain } as unknown as Tx, newId(), 60, { runs: 16, perCompany: 8, inHand: NOBODY });
  expect(plans.join('\n')).not.toMatch(/Seq Scan|Bitmap/);
  const read = plans.filter((line) => line.includes('Scan using')).map((line) => Number(/actual rows=([\d.]+)/.exec(line)?.[1] ?? 0));
  expect(read.length).toBeGreaterThan(3);
  expect(Math.max(...read)).toBeLessThanOrEqual(9);
});
