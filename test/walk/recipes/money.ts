import { randomUUID } from 'node:crypto';
import {
  CreateCampaign,
  DeleteBudget,
  DeleteMlModel,
  GetMlModel,
  GetModelPrice,
  ListBudgets,
  ListMlModels,
  ListModelPrices,
  ListPlatformPrices,
  RegisterMlModel,
  ReportCache,
  ReportFailures,
  ReportKeyCalls,
  ReportModelCosts,
  ReportRetries,
  ReportSlowest,
  ReportTypeCosts,
  ReportTypes,
  ReportUserCalls,
  ReportUserCosts,
  ReportVolume,
  SetBudget,
  SetModelPrice,
  SetPlatformPrice,
  UpdateMlModel,
} from '@smartcontent/contracts';
import { type Place, plain, type Recipe, recipe } from './recipe.js';

const RANGE = { from: '2026-01-01T00:00:00.000Z', to: '2027-01-01T00:00:00.000Z' };

const PRICE = { input: '1', output: '2' };

const reports: readonly Recipe[] = [
  ReportTypes,
  ReportVolume,
  ReportFailures,
  ReportModelCosts,
  ReportTypeCosts,
  ReportUserCosts,
  ReportSlowest,
  ReportCache,
  ReportRetries,
  ReportKeyCalls,
].map((report) => plain(report, RANGE));

const bounds: readonly Recipe[] = [
  plain(SetBudget, { period: 'day', amount_usd: '1000' }),
  plain(ListBudgets),
  recipe(DeleteBudget, async ({ a }) => {
    const { id: campaign_id } = await a.call(CreateCampaign, { name: a.text('campaign') });
    const input = { campaign_id, period: 'day', amount_usd: '1' } as const;
    return { input: { budget_id: (await a.call(SetBudget, input)).id } };
  }),
];

const prices: readonly Recipe[] = [
  recipe(SetModelPrice, ({ a }) => ({ input: { model: a.text('model'), usd_per_million: PRICE } })),
  plain(ListModelPrices),
  recipe(GetModelPrice, async ({ a }) => {
    const { id } = await a.call(SetModelPrice, { model: a.text('model'), usd_per_million: PRICE });
    return { input: { price_version: id } };
  }),
  plain(SetPlatformPrice, { model: 'model-of-the-walk', usd_per_million: PRICE }),
  plain(ListPlatformPrices),
];

const newModel = async ({ a }: Place) => {
  const input = { name: a.text('model'), version: randomUUID(), model_type: 'recommendation' } as const;
  return { input: { model_id: (await a.call(RegisterMlModel, input)).id } };
};

const models: readonly Recipe[] = [
  recipe(RegisterMlModel, ({ a }) => ({ input: { name: a.text('model'), version: randomUUID(), model_type: 'optimization' } })),
  plain(ListMlModels),
  ...[GetMlModel, UpdateMlModel, DeleteMlModel].map((contract) => recipe(contract, newModel)),
];

/** What drafts cost, and what bounds that; and the models that a company knows. */
export const MONEY: readonly Recipe[] = [...reports, plain(ReportUserCalls), ...bounds, ...prices, ...models];
