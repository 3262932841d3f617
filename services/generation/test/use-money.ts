import { Database, newId, type Tx } from '@smartcontent/database';
import { type Caller, type Stack, useStack } from '@smartcontent/testing';
import { afterAll, beforeAll } from 'vitest';
import { Budgets } from '../src/budgets/budgets.service.js';
import { ReservationsStore } from '../src/budgets/reservations.store.js';
import { Prices } from '../src/prices/prices.service.js';
import { PricesStore } from '../src/prices/prices.store.js';
import { LedgerStore } from '../src/usage/ledger.store.js';
import { RunLedger } from '../src/usage/run-ledger.service.js';
import type { UsageTelemetry } from '../src/usage/usage-telemetry.js';

/** A million bytes of it cost 1 dollar to send, a million tokens that it writes 2. */
export const MODEL = 'model-of-the-tests';

/** What one replica has. */
export interface Replica {
  readonly database: Database;
  readonly budgets: Budgets;
  readonly ledger: RunLedger;
}

export interface Money {
  readonly stack: Stack;
  readonly replicas: readonly [Replica, Replica];
  /** In the first replica, for a company. */
  run<T>(caller: Caller, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Sets a budget past the API. */
  budget(companyId: string, amount: string, period?: string, campaignId?: string | null): Promise<string>;
  /** Spent and reserved of a budget, over all its periods. */
  sums(budgetId: string): Promise<{ spent: string; reserved: string }>;
  price(model: string, input: string, output: string): Promise<void>;
  /** Calls that were told to have cost more than was held for them. */
  readonly overBound: unknown[];
}

/** The books of generation on a real Postgres, as two replicas would keep them. */
export function useMoney(): Money {
  const stack = useStack({ services: ['generation'] });
  const overBound: unknown[] = [];
  const telemetry = { boundExceeded: (told: unknown) => overBound.push(told) } as unknown as UsageTelemetry;
  const money = { stack, overBound } as { -readonly [Key in keyof Money]: Money[Key] };
  beforeAll(async () => {
    const env = stack.env('generation');
    const open = async (): Promise<Replica> => {
      const database = await Database.open({
        schema: 'generation',
        url: env.POSTGRES_URL as string,
        systemUrl: env.POSTGRES_SYSTEM_URL as string,
      });
      const budgets = new Budgets(new ReservationsStore(), new Prices(new PricesStore()));
      return { database, budgets, ledger: new RunLedger(new LedgerStore(), budgets, telemetry) };
    };
    money.replicas = [await open(), await open()];
    money.run = async (caller, work) => money.replicas[0].database.withTenant(await caller.context(), work);
    money.budget = async (companyId, amount, period = 'total', campaignId = null) => {
      const id = newId();
      await stack.query(
        `INSERT INTO generation.budgets (id, company_id, campaign_id, period, amount_usd, created_by) VALUES ($1, $2, $3, $4, $5, $1)`,
        [id, companyId, campaignId, period, amount],
      );
      return id;
    };
    money.sums = async (budgetId) => {
      const [sums] = await stack.query<{ spent: string; reserved: string }>(
        `SELECT coalesce(sum(spent_usd), 0)::numeric(24, 12)::text AS spent, coalesce(sum(reserved_usd), 0)::numeric(24, 12)::text AS reserved
         FROM generation.budget_periods WHERE budget_id = $1`,
        [budgetId],
      );
      return sums as { spent: string; reserved: string };
    };
    money.price = async (model, input, output) => {
      await stack.query(
        `INSERT INTO generation.model_prices (id, model, valid_from, input_usd_per_million, output_usd_per_million)
         VALUES ($1, $2, now() - interval '1 day', $3, $4)`,
        [newId(), model, input, output],
      );
    };
    await money.price(MODEL, '1', '2');
  });
  afterAll(async () => {
    await Promise.all((money.replicas ?? []).map(({ database }) => database.close()));
  });
  return money;
}

/** Of one try of a new run: 9,000 bytes with their frame, so one cent, and `maxOutputTokens` at two dollars a million. */
export function attempt(companyId: string, over: { maxOutputTokens?: number; campaignId?: string | null; model?: string } = {}) {
  const { maxOutputTokens = 0, campaignId = null, model = MODEL } = over;
  return { companyId, campaignId, runId: newId(), attempt: 1, model, promptBytes: 9_000, maxOutputTokens, expiresInSeconds: 600 };
}

export function call(companyId: string, generationId: string, reservationId: string, model = MODEL) {
  return {
    companyId,
    generationId,
    reservationId,
    endpoint: '/v1/messages',
    method: 'POST',
    model,
    apiLatencyMs: 12,
    totalRequestTimeMs: 15,
    statusCode: 200,
    errorType: null,
    errorMessage: null,
    userId: null,
    apiKeyHash: null,
  };
}

export function newRun(companyId: string, model = MODEL) {
  return {
    id: newId(),
    companyId,
    contentType: 'blog' as const,
    agentName: 'blog_agent',
    prompt: 'Write about tactical backpacks for urban professionals',
    parameters: { format: 'listicle' },
    metadata: null,
    contentFormat: 'markdown',
    model,
    userId: null,
    campaignId: null,
  };
}
