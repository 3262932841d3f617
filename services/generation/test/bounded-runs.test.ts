import {
  ListBudgets,
  OFFLINE_MODEL,
  ReportModelCosts,
  ReportTypeCosts,
  ReportTypes,
  SetBudget,
  SetModelPrice,
} from '@smartcontent/contracts';
import { newId } from '@smartcontent/database';
import { expect, test } from 'vitest';
import { ask, ended, useGeneration } from './use-generation.js';

const { stack } = useGeneration();
const NEVER = { type: 'object', properties: { word: { type: 'string', pattern: '^never$' } }, required: ['word'] };
const RANGE = { from: new Date(Date.now() - 3_600_000).toISOString(), to: new Date(Date.now() + 3_600_000).toISOString() };

/** The writer that is at hand, at a price that this company made for it. */
const price = { model: OFFLINE_MODEL, usd_per_million: { input: '100', output: '1000' } };

test('a run that a budget has no room for fails and says so, before anything is called', async () => {
  const admin = stack.caller();
  await admin.call(SetModelPrice, price);
  await admin.call(SetBudget, { period: 'day', amount_usd: '0' });
  const run = await ended(admin, await ask(admin, { use_cache: false }));
  expect(run.status).toBe('failed');
  expect(JSON.stringify(run)).toContain('GENERATION_BUDGET_EXCEEDED');
  const calls = await stack.query('SELECT 1 FROM generation.api_usage WHERE company_id = $1', [admin.companyId]);
  expect(calls).toEqual([]);
  expect((await admin.call(ListBudgets, {})).items).toMatchObject([{ spent_usd: '0.000000000000', reserved_usd: '0.000000000000' }]);
});

test('what runs cost is taken out of every budget that bounds them, to the last digit, and stands in the reports', async () => {
  const admin = stack.caller();
  const campaign_id = newId();
  await admin.call(SetModelPrice, price);
  for (const campaign of [null, campaign_id]) await admin.call(SetBudget, { period: 'month', amount_usd: '50', campaign_id: campaign });
  const runs = await Promise.all([1, 2, 3].map((number) => ask(admin, { prompt: `Seedling ${number} needs light.`, campaign_id })));
  for (const run of runs) expect((await ended(admin, run)).status).toBe('succeeded');
  const { items } = await admin.call(ListBudgets, {});
  const [{ cost }] = (await stack.query('SELECT sum(estimated_cost_usd)::text AS cost FROM generation.api_usage WHERE company_id = $1', [
    admin.companyId,
  ])) as [{ cost: string }];
  expect(Number(cost)).toBeGreaterThan(0);
  expect(items.map(({ spent_usd, reserved_usd }) => [spent_usd, reserved_usd])).toEqual([
    [cost, '0.000000000000'],
    [cost, '0.000000000000'],
  ]);
  const types = await admin.call(ReportTypes, RANGE);
  expect(types.items).toMatchObject([{ content_type: 'blog', count: 3 }]);
  const costs = await admin.call(ReportTypeCosts, RANGE);
  expect(costs.items).toMatchObject([{ requests: 3, api_calls: 3, total_cost: cost, unpriced_calls: 0 }]);
});

test('a call whose output did not fit succeeded as a call, and its cost is in the report of its model', async () => {
  const admin = stack.caller();
  await admin.call(SetModelPrice, price);
  const run = await ended(admin, await ask(admin, { schema: NEVER, max_attempts: 2 }), 30_000);
  expect(run.status).toBe('failed');
  const [report] = (await admin.call(ReportModelCosts, RANGE)).items;
  expect(report).toMatchObject({ model: OFFLINE_MODEL, api_calls: 2, unpriced_calls: 0 });
  expect(Number(report?.total_cost)).toBeGreaterThan(0);
});
