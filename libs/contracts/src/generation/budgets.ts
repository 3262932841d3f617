import { z } from 'zod';
import { defineRequest } from '../define.js';
import { instant, pageInput, pageOf } from '../page.js';

export const BUDGET_PERIODS = ['day', 'week', 'month', 'total'] as const;
const usd = z.string().regex(/^-?\d+\.\d{12}$/);

const budgetSchema = z
  .object({
    id: z.uuid(),
    campaign_id: z.uuid().nullable().describe('Null: it bounds all that the company generates'),
    period: z.enum(BUDGET_PERIODS).describe('Of UTC, weeks from Monday on; `total` never begins anew'),
    amount_usd: usd,
    period_start: instant.nullable().describe('Of the present period; null for `total`'),
    spent_usd: usd.describe('In the present period, while the budget was set'),
    reserved_usd: usd.describe('What the calls that are under way may cost at most'),
    left_usd: usd.describe('Below zero only where the amount was lowered below what was spent'),
    created_at: instant,
    updated_at: instant,
  })
  .meta({ id: 'Budget' });
export type Budget = z.infer<typeof budgetSchema>;

const example: Budget = {
  id: '0192f0c1-7a00-7000-8000-000000000030',
  campaign_id: null,
  period: 'month',
  amount_usd: '50.000000000000',
  period_start: '2026-01-01T00:00:00.000Z',
  spent_usd: '12.340000000000',
  reserved_usd: '0.048000000000',
  left_usd: '37.612000000000',
  created_at: '2026-01-05T09:00:00.000Z',
  updated_at: '2026-01-05T09:00:00.000Z',
};

export const SetBudget = defineRequest({
  subject: 'rpc.generation.budget.set.v1',
  summary: 'Set a hard budget: nothing is generated that could overdraw it. Of each campaign, of all together, and period there is one',
  input: z.strictObject({
    campaign_id: z.uuid().nullable().default(null).describe('Null: all that the company generates'),
    period: z.enum(BUDGET_PERIODS),
    amount_usd: z
      .string()
      .regex(/^\d{1,9}(?:\.\d{1,12})?$/, 'must be a decimal of at most twelve places, such as "50" or "0.25"')
      .describe('US dollars; 0 lets only what costs nothing run'),
  }),
  output: budgetSchema,
  errors: ['CAMPAIGNS_CAMPAIGN_NOT_FOUND'],
  http: { method: 'PUT', path: '/v1/budgets', scope: 'account:manage', rateClass: 'write' },
  example: { input: { period: 'month', amount_usd: '50' }, output: example },
});

export const ListBudgets = defineRequest({
  subject: 'rpc.generation.budget.list.v1',
  summary: 'List budgets with what is spent, reserved and left of them',
  input: z.strictObject({ ...pageInput }),
  output: pageOf(budgetSchema),
  errors: ['PLATFORM_CURSOR_INVALID'],
  http: { method: 'GET', path: '/v1/budgets', scope: 'generation:read', rateClass: 'read' },
  example: { input: {}, output: { items: [example], next_cursor: null } },
});

export const DeleteBudget = defineRequest({
  subject: 'rpc.generation.budget.delete.v1',
  summary: 'Take a budget away: it bounds nothing any more. Set again it goes on with what was spent of it',
  input: z.strictObject({ budget_id: z.uuid() }),
  output: z.null(),
  errors: ['GENERATION_BUDGET_NOT_FOUND'],
  http: { method: 'DELETE', path: '/v1/budgets/{budget_id}', status: 204, scope: 'account:manage', rateClass: 'write' },
  example: { input: { budget_id: example.id }, output: null },
});
