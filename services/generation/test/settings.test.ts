import { RequestClient } from '@smartcontent/bus';
import {
  type CallOf,
  DeleteBudget,
  GetModelPrice,
  ListBudgets,
  ListModelPrices,
  ListPlatformPrices,
  type RequestContract,
  SetBudget,
  SetModelPrice,
  SetPlatformPrice,
} from '@smartcontent/contracts';
import { Database, newId, type Tx } from '@smartcontent/database';
import type { RunningService } from '@smartcontent/service';
import { useStack } from '@smartcontent/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig, start } from '../src/app.js';
import { Budgets } from '../src/budgets/budgets.service.js';
import { PlayedNeighbours } from './played-neighbours.js';
import { attempt } from './use-money.js';

const stack = useStack({ services: ['generation'] });
let service: RunningService;
let neighbours: PlayedNeighbours;
beforeAll(async () => {
  neighbours = new PlayedNeighbours(stack.nats, stack.addresses.masterKey);
  service = await start(readConfig(stack.env('generation')));
});
afterAll(async () => {
  await service?.[Symbol.asyncDispose]();
  neighbours?.close();
});

const PRICE = { input: '1', output: '2' };

describe('budgets', () => {
  test('are set, seen with what is reserved of them, set again and taken away, each in the audit', async () => {
    const admin = stack.caller();
    const viewer = stack.caller({ role: 'viewer', companyId: admin.companyId });
    const first = await admin.call(SetBudget, { period: 'month', amount_usd: '0.25' });
    expect(first).toMatchObject({ amount_usd: '0.250000000000', left_usd: '0.250000000000', campaign_id: null });
    expect(first.period_start).toMatch(/^\d{4}-\d\d-01T00:00:00/);
    await admin.call(SetModelPrice, { model: 'a-model', usd_per_million: PRICE });
    const wanted = attempt(admin.companyId, { model: 'a-model' });
    await service.get(Database).withTenant(await admin.context(), (tx) => service.get(Budgets).reserve(tx, wanted));
    await admin.call(SetBudget, { period: 'total', amount_usd: '1', campaign_id: newId() });
    neighbours.goneCampaigns = [newId()];
    const ofNone = admin.call(SetBudget, { period: 'total', amount_usd: '1', campaign_id: neighbours.goneCampaigns[0] });
    await expect(ofNone).rejects.toMatchObject({ code: 'CAMPAIGNS_CAMPAIGN_NOT_FOUND' });
    const again = await admin.call(SetBudget, { period: 'month', amount_usd: '0.004' });
    expect(again).toMatchObject({ id: first.id, reserved_usd: '0.010000000000', left_usd: '-0.006000000000' });
    const { items, next_cursor } = await viewer.call(ListBudgets, { limit: 1 });
    expect(items).toEqual([again]);
    const rest = await viewer.call(ListBudgets, { limit: 1, cursor: next_cursor as string });
    expect(rest).toMatchObject({ items: [{ period: 'total', period_start: null }], next_cursor: null });
    expect(await admin.call(DeleteBudget, { budget_id: first.id })).toBeNull();
    await expect(admin.call(DeleteBudget, { budget_id: first.id })).rejects.toMatchObject({ code: 'GENERATION_BUDGET_NOT_FOUND' });
    const audited = await stack.audited('generation', admin.companyId);
    expect(audited.map(({ table_name, operation }) => `${operation} ${table_name}`)).toEqual([
      'insert budgets',
      'insert company_model_prices',
      'insert budgets',
      'update budgets',
      'delete budgets',
    ]);
  });

  test('go on with what was spent of them where they are taken away and set again', async () => {
    const admin = stack.caller();
    const { id } = await admin.call(SetBudget, { period: 'month', amount_usd: '0.02' });
    await admin.call(SetModelPrice, { model: 'a-model', usd_per_million: PRICE });
    const { companyId } = admin;
    const within = async <T>(work: (tx: Tx) => Promise<T>) => service.get(Database).withTenant(await admin.context(), work);
    const budgets = service.get(Budgets);
    const reserve = () => within((tx) => budgets.reserve(tx, attempt(companyId, { model: 'a-model' })));
    const { reservationId } = await reserve();
    await admin.call(DeleteBudget, { budget_id: id });
    expect(await admin.call(ListBudgets, {})).toMatchObject({ items: [] });
    await within((tx) => budgets.settle(tx, { companyId, reservationId }, 'unknown'));
    for (const _ of [1, 2, 3]) await reserve();
    const again = await admin.call(SetBudget, { period: 'month', amount_usd: '0.015' });
    expect(again).toMatchObject({ id, spent_usd: '0.010000000000', reserved_usd: '0.000000000000' });
    await expect(reserve()).rejects.toMatchObject({ code: 'GENERATION_BUDGET_EXCEEDED' });
  });

  test('of another company are not found', async () => {
    const budget = await stack.caller().call(SetBudget, { period: 'day', amount_usd: '1' });
    const stranger = stack.caller();
    await expect(stranger.call(DeleteBudget, { budget_id: budget.id })).rejects.toMatchObject({ code: 'GENERATION_BUDGET_NOT_FOUND' });
    expect(await stranger.call(ListBudgets, {})).toEqual({ items: [], next_cursor: null });
  });

  test('take decimals alone, and none that would be rounded', async () => {
    const admin = stack.caller();
    for (const amount_usd of ['-1', '1e3', '0.1234567890123', '', '1,5'])
      await expect(admin.call(SetBudget, { period: 'day', amount_usd })).rejects.toMatchObject({ code: 'PLATFORM_INPUT_INVALID' });
  });
});

describe('prices', () => {
  /** As the gateway would ask for him. */
  const asOperator = async <C extends RequestContract>(contract: C, input: CallOf<C>) =>
    new RequestClient(stack.nats).call(contract, input, await stack.contextOf({ kind: 'operator', company_id: null }));

  test('of the operator hold for everybody, a company’s own before them until it is withdrawn, and every version stays', async () => {
    const first = await asOperator(SetPlatformPrice, { model: 'shared', usd_per_million: { input: '3', output: '15' } });
    const admin = stack.caller();
    const shown = async () => (await admin.call(ListModelPrices, {})).items.filter(({ model }) => model === 'shared');
    expect(await shown()).toEqual([first]);
    const own = await admin.call(SetModelPrice, { model: 'shared', usd_per_million: PRICE });
    expect(own).toMatchObject({ source: 'company', usd_per_million: { input: '1.000000', cache_read: null } });
    expect(await shown()).toEqual([own]);
    await admin.call(SetModelPrice, { model: 'shared', usd_per_million: null });
    expect(await shown()).toEqual([first]);
    const later = { model: 'shared', usd_per_million: PRICE, valid_from: new Date(Date.now() + 3_600_000).toISOString() };
    await asOperator(SetPlatformPrice, later);
    expect(await shown()).toEqual([first]);
    expect(await admin.call(GetModelPrice, { price_version: own.id })).toEqual(own);
    const versions = await asOperator(ListPlatformPrices, { model: 'shared' });
    expect(versions.items).toHaveLength(2);
    const stranger = stack.caller();
    await expect(stranger.call(GetModelPrice, { price_version: own.id })).rejects.toMatchObject({ code: 'GENERATION_PRICE_NOT_FOUND' });
  });

  test('come page after page', async () => {
    const admin = stack.caller();
    const models = ['m-1', 'm-2', 'm-3'];
    for (const model of models) await admin.call(SetModelPrice, { model, usd_per_million: PRICE });
    const seen: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await admin.call(ListModelPrices, { limit: 1, ...(cursor && { cursor }) });
      seen.push(...page.items.map(({ model }) => model));
      if (!page.next_cursor) break;
      cursor = page.next_cursor;
    }
    expect(seen.filter((model) => models.includes(model))).toEqual(models);
    expect(seen).toContain('offline-writer-v1');
    expect(seen).toEqual([...new Set(seen)]);
  });

  test('hold from an instant of the calendar on, in decimals that a token can be priced with', async () => {
    const admin = stack.caller();
    const set = (fields: object) => admin.call(SetModelPrice, { model: 'a-model', usd_per_million: PRICE, ...fields });
    const [before, tiny, dear] = [{ valid_from: '0001-01-01T00:00:00+10:00' }, '0.0000001', '10000'];
    for (const fields of [before, { usd_per_million: { input: tiny, output: '1' } }, { usd_per_million: { input: dear, output: '1' } }])
      await expect(set(fields)).rejects.toMatchObject({ code: 'PLATFORM_INPUT_INVALID' });
  });

  test('of a request may not be those of everybody', async () => {
    const admin = stack.caller();
    await expect(admin.call(SetPlatformPrice, { model: 'shared', usd_per_million: PRICE })).rejects.toMatchObject({
      code: expect.stringMatching(/^PLATFORM_(SCOPE_MISSING|ACTOR_REFUSED)$/),
    });
  });
});
