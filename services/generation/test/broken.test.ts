import { ListBudgets, OFFLINE_MODEL, SetBudget, SetModelPrice } from '@smartcontent/contracts';
import type { Caller } from '@smartcontent/testing';
import { expect, test } from 'vitest';
import { CloseCosts } from '../src/costs/close-costs.job.js';
import { UpkeepService } from '../src/usage/upkeep.service.js';
import { ask, ended, useGeneration } from './use-generation.js';

const generation = useGeneration();
const { stack } = generation;
const NOTHING = '0.000000000000';

/** Of one company, writing to this table fails in a way that nothing expects: Postgres is there, and refuses it. */
async function breakTable({ companyId }: Caller, table: string, operation: 'INSERT' | 'UPDATE', condition = 'true'): Promise<void> {
  const name = `break_${table}_${companyId.replaceAll('-', '')}`;
  await stack.query(`
    CREATE FUNCTION generation.${name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'nobody expects this'; END $$;
    CREATE TRIGGER ${name} BEFORE ${operation} ON generation.${table} FOR EACH ROW
      WHEN (NEW.company_id = '${companyId}' AND ${condition}) EXECUTE FUNCTION generation.${name}()`);
}

/** A company whose every call costs something, and takes it out of a budget. */
async function payer(): Promise<Caller> {
  const admin = stack.caller();
  await admin.call(SetModelPrice, { model: OFFLINE_MODEL, usd_per_million: { input: '100', output: '1000' } });
  await admin.call(SetBudget, { period: 'day', amount_usd: '50' });
  return admin;
}

const run = async (author: Caller) => ended(author, await ask(author, { max_attempts: 2, use_cache: false }));

/** What its run left in the books. */
async function booksOf(author: Caller, id: string) {
  const [cost] = await stack.query<{ calls: number; cost: string }>(
    `SELECT count(*)::int AS calls, coalesce(sum(estimated_cost_usd), 0)::numeric(18, 12)::text AS cost FROM generation.api_usage WHERE content_id = $1`,
    [id],
  );
  const [history] = await stack.query('SELECT status FROM generation.content_history WHERE id = $1', [id]);
  const figures = await stack.query('SELECT retry_count FROM generation.performance_metrics WHERE content_id = $1', [id]);
  const told = await stack.query(`SELECT 1 FROM generation.outbox WHERE aggregate_id = $1 AND subject LIKE '%stopped%'`, [id]);
  const [budget] = (await author.call(ListBudgets, {})).items;
  const { spent_usd: spent, reserved_usd: reserved } = budget as { spent_usd: string; reserved_usd: string };
  return { calls: cost?.calls, cost: cost?.cost, history, figures, told: told.length, spent, reserved };
}

test('a draft that cannot be kept fails after the allowed attempts, and its calls cost what they cost', async () => {
  const author = await payer();
  await breakTable(author, 'content_history', 'UPDATE', `NEW.status = 'success'`);
  const { id, ...ending } = await run(author);
  expect(ending).toMatchObject({ status: 'failed', error_code: 'UNEXPECTED', attempts: 2, retry_reasons: ['unexpected'] });
  const { cost, ...books } = await booksOf(author, id);
  expect(Number(cost)).toBeGreaterThan(0);
  expect(books).toEqual({
    calls: 2,
    history: { status: 'failed' },
    figures: [{ retry_count: 1 }],
    told: 1,
    spent: cost,
    reserved: NOTHING,
  });
});

test('an attempt that breaks before its call holds and books nothing', async () => {
  const author = await payer();
  await breakTable(author, 'budget_reservations', 'INSERT');
  const { id, ...ending } = await run(author);
  expect(ending).toMatchObject({ status: 'failed', error_code: 'UNEXPECTED', attempts: 0, retry_reasons: ['unexpected'] });
  const nothing = { calls: 0, cost: NOTHING, spent: NOTHING, reserved: NOTHING };
  expect(await booksOf(author, id)).toEqual({ ...nothing, history: { status: 'failed' }, figures: [{ retry_count: 1 }], told: 1 });
});

test('a run whose books take nothing ends all the same, once', async () => {
  const author = await payer();
  await breakTable(author, 'performance_metrics', 'INSERT');
  const { id, ...ending } = await run(author);
  expect(ending).toMatchObject({ status: 'failed', error_code: 'UNEXPECTED', attempts: 2, retry_reasons: ['unexpected'] });
  expect(await booksOf(author, id)).toMatchObject({ calls: 1, figures: [], told: 1 });
  const costs = () =>
    stack.query<{ data: object }>(`SELECT data FROM generation.outbox WHERE aggregate_id = $1 AND subject LIKE '%cost.booked%'`, [id]);
  const close = () => generation.service.get(CloseCosts).round();
  await close();
  expect((await booksOf(author, id)).history).toEqual({ status: 'failed' });
  expect(await costs()).toEqual([]);
  await stack.query('UPDATE generation.budget_reservations SET expires_at = now() WHERE run_id = $1', [id]);
  await generation.service.get(UpkeepService).expireReservations();
  for (const _ of [1, 2]) await close();
  expect(await costs()).toHaveLength(1);
  expect((await costs())[0]?.data).toMatchObject({ cost_usd: (await booksOf(author, id)).cost });
});
