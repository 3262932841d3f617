import { AppError } from '@smartcontent/contracts';
import { newId, type Tx } from '@smartcontent/database';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatUsd, parseUsd } from '../src/money/usd.js';
import { attempt, call, MODEL, newRun, type Replica, useMoney } from './use-money.js';

const money = useMoney();
const CENT = parseUsd('0.01');

/** Two hundred wait for a dozen connections; who waits too long asks again, as a run would be tried again. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'PLATFORM_STORE_UNAVAILABLE')) throw error;
    }
  }
}

/** One run from its reservation to its books; what it cost, or that it was refused. */
async function runOnce({ database, budgets, ledger }: Replica, caller: ReturnType<typeof money.stack.caller>, tokens: number) {
  const { companyId } = caller;
  const context = await caller.context({ deadlineMs: Date.now() + 60_000 });
  const within = <T>(work: (tx: Tx) => Promise<T>) => patiently(() => database.withTenant(context, work));
  try {
    const run = newRun(companyId);
    const { reservationId } = await within(async (tx) => {
      await ledger.begin(tx, run);
      return budgets.reserve(tx, { ...attempt(companyId, { maxOutputTokens: 5_000 }), runId: run.id });
    });
    const usage = { input: 2_000, output: tokens, cacheRead: null, cacheWrite: null, reasoning: null };
    await within((tx) => ledger.recordCall(tx, { ...call(companyId, run.id, reservationId), usage }));
    return 'written' as const;
  } catch (error) {
    if (error instanceof AppError && error.code === 'GENERATION_BUDGET_EXCEEDED') return 'refused' as const;
    throw error;
  }
}

describe('a budget', () => {
  test('is not overdrawn by a cent by 200 runs at once of two replicas', async () => {
    const caller = money.stack.caller();
    const { companyId } = caller;
    const budgetId = await money.budget(companyId, '0.50');
    const month = await money.budget(companyId, '0.75', 'month');
    const seen: bigint[] = [];
    const watch = async () => {
      const { spent, reserved } = await money.sums(budgetId);
      seen.push(parseUsd(spent) + parseUsd(reserved));
    };
    const outcomes = await Promise.all(
      Array.from({ length: 200 }, async (_, index) => {
        const outcome = await runOnce(money.replicas[index % 2] as Replica, caller, 3_000 + (index % 7) * 300);
        if (index % 10 === 0) await watch();
        return outcome;
      }),
    );
    const written = outcomes.filter((outcome) => outcome === 'written').length;
    expect(written).toBeGreaterThan(24);
    expect(written).toBeLessThan(200);
    expect(seen.every((sum) => sum <= parseUsd('0.50'))).toBe(true);
    const [books] = await money.stack.query<{ cost: string; calls: string }>(
      'SELECT sum(estimated_cost_usd)::text AS cost, count(*)::text AS calls FROM generation.api_usage WHERE company_id = $1',
      [companyId],
    );
    expect(Number(books?.calls)).toBe(written);
    for (const id of [budgetId, month]) expect(await money.sums(id)).toEqual({ spent: books?.cost, reserved: '0.000000000000' });
    expect(parseUsd(books?.cost ?? '')).toBeLessThanOrEqual(parseUsd('0.50'));
  });

  test('keeps spent and reserved within its amount and exact in any order of reserving, settling, releasing and expiring', async () => {
    const action = fc.record({
      kind: fc.constantFrom('reserve', 'settle', 'release', 'expire', 'unknown', 'open', 'unbegun'),
      which: fc.nat(20),
      share: fc.integer({ min: 0, max: 100 }),
      output: fc.integer({ min: 0, max: 9_000 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.bigInt({ min: 0n, max: 10n * CENT }), fc.array(action, { maxLength: 14 }), async (amount, actions) => {
        const caller = money.stack.caller();
        const { companyId } = caller;
        const { budgets, database } = money.replicas[0];
        const budgetId = await money.budget(companyId, formatUsd(amount));
        const held: { id: string; runId: string; bound: bigint; state: 'held' | 'expired' | 'done' }[] = [];
        let [spent, reserved] = [0n, 0n];
        for (const { kind, which, share, output } of actions) {
          if (kind === 'reserve') {
            const wanted = attempt(companyId, { maxOutputTokens: output });
            const bound = CENT + BigInt(output) * 2_000_000n;
            const answer = await money.run(caller, (tx) => budgets.reserve(tx, wanted)).catch((error: AppError) => error.code);
            if (spent + reserved + bound > amount) expect(answer).toBe('GENERATION_BUDGET_EXCEEDED');
            else {
              held.push({ id: (answer as { reservationId: string }).reservationId, runId: wanted.runId, bound, state: 'held' });
              reserved += bound;
            }
          } else {
            const one = held[which % Math.max(held.length, 1)];
            if (!one) continue;
            const place = { companyId, reservationId: one.id };
            const cost = (one.bound * BigInt(share)) / 100n;
            const becomes = { settle: cost, release: 0n, unknown: one.bound, open: one.bound, expire: one.bound, unbegun: 0n }[kind];
            if (kind === 'expire') {
              await money.stack.query(
                `UPDATE generation.budget_reservations SET expires_at = now() - interval '1 s' WHERE company_id = $1 AND id = $2`,
                [companyId, one.id],
              );
              await database.withSystem('expire', (tx) => budgets.expireOne(tx));
            } else {
              await money.run(caller, async (tx) => {
                if (kind === 'release') await budgets.release(tx, place);
                else if (kind === 'unbegun') await budgets.releaseOpen(tx, { companyId, runId: one.runId });
                else if (kind === 'open') await budgets.expireOpen(tx, { companyId, runId: one.runId });
                else await budgets.settle(tx, place, kind === 'unknown' ? 'unknown' : cost);
              });
            }
            if (one.state === 'held') {
              reserved -= one.bound;
              spent += becomes;
              one.state = kind === 'expire' || kind === 'open' ? 'expired' : 'done';
            } else if (one.state === 'expired' && kind !== 'expire' && kind !== 'open' && kind !== 'unbegun') {
              spent += becomes - one.bound;
              one.state = 'done';
            }
          }
          expect(spent + reserved).toBeLessThanOrEqual(amount);
          expect(await money.sums(budgetId)).toEqual({ spent: formatUsd(spent), reserved: formatUsd(reserved) });
        }
      }),
      { numRuns: 25 },
    );
  });

  test('of 0 refuses what costs something and lets the offline writer write', async () => {
    const caller = money.stack.caller();
    await money.budget(caller.companyId, '0', 'day');
    const { budgets } = money.replicas[0];
    const refused = money.run(caller, (tx) => budgets.reserve(tx, attempt(caller.companyId)));
    await expect(refused).rejects.toMatchObject({
      code: 'GENERATION_BUDGET_EXCEEDED',
      data: { left_usd: '0.000000000000', needed_usd: '0.010000000000' },
    });
    const free = attempt(caller.companyId, { model: 'offline-writer-v1' });
    const { priceVersion } = await money.run(caller, (tx) => budgets.reserve(tx, free));
    expect(priceVersion).not.toBeNull();
  });

  test('refuses a model without a price, which without a budget may run and costs nobody knows what', async () => {
    const caller = money.stack.caller();
    const { companyId } = caller;
    const { budgets, ledger } = money.replicas[0];
    const run = newRun(companyId, 'unpriced');
    const unpriced = { ...attempt(companyId, { model: 'unpriced' }), runId: run.id };
    const { reservationId, priceVersion } = await money.run(caller, async (tx) => {
      await ledger.begin(tx, run);
      return budgets.reserve(tx, unpriced);
    });
    expect(priceVersion).toBeNull();
    const usage = { input: 10, output: 20, cacheRead: null, cacheWrite: null, reasoning: null };
    await money.run(caller, (tx) => ledger.recordCall(tx, { ...call(companyId, run.id, reservationId, 'unpriced'), usage }));
    const [row] = await money.stack.query('SELECT total_tokens, estimated_cost_usd FROM generation.api_usage WHERE company_id = $1', [
      companyId,
    ]);
    expect(row).toEqual({ total_tokens: '30', estimated_cost_usd: null });
    await money.budget(companyId, '1000');
    const bounded = money.run(caller, (tx) => budgets.reserve(tx, { ...unpriced, attempt: 2 }));
    await expect(bounded).rejects.toMatchObject({ code: 'GENERATION_PRICE_UNKNOWN', data: { model: 'unpriced' } });
  });

  test('says whether what is spent leaves no room, or only what others hold', async () => {
    const caller = money.stack.caller();
    const { companyId } = caller;
    await money.budget(companyId, '0.015');
    const { budgets } = money.replicas[0];
    const refusal = () =>
      money.run(caller, (tx) => budgets.reserve(tx, attempt(companyId))).catch((error: AppError) => ({ code: error.code, ...error.data }));
    const { reservationId } = await money.run(caller, (tx) => budgets.reserve(tx, attempt(companyId)));
    const refused = { code: 'GENERATION_BUDGET_EXCEEDED', left_usd: '0.005000000000', needed_usd: '0.010000000000' };
    expect(await refusal()).toMatchObject({ ...refused, is_held: true });
    const small = await money.budget(companyId, '0.009', 'day');
    expect(await refusal()).toMatchObject({ budget_id: small, is_held: false });
    await money.stack.query('DELETE FROM generation.budgets WHERE id = $1', [small]);
    await money.run(caller, (tx) => budgets.settle(tx, { companyId, reservationId }, 'unknown'));
    expect(await refusal()).toMatchObject({ ...refused, is_held: false });
  });

  test('of a campaign bounds its runs alone, beside that of the company', async () => {
    const caller = money.stack.caller();
    const { companyId } = caller;
    const { budgets } = money.replicas[0];
    const campaignId = newId();
    const [whole, part] = [await money.budget(companyId, '0.03'), await money.budget(companyId, '0.01', 'week', campaignId)];
    const reserve = (campaign: string | null) =>
      money
        .run(caller, (tx) => budgets.reserve(tx, attempt(companyId, { campaignId: campaign })))
        .catch((error: AppError) => error.data.budget_id);
    await reserve(campaignId);
    expect(await reserve(campaignId)).toBe(part);
    await reserve(null);
    await reserve(newId());
    expect(await reserve(null)).toBe(whole);
    expect(await money.sums(part)).toEqual({ spent: '0.000000000000', reserved: '0.010000000000' });
  });

  test('holds nothing for an attempt whose transaction was rolled back', async () => {
    const caller = money.stack.caller();
    const budgetId = await money.budget(caller.companyId, '1');
    const { budgets } = money.replicas[0];
    const lost = money.run(caller, async (tx) => {
      await budgets.reserve(tx, attempt(caller.companyId));
      throw new Error('the replica died here');
    });
    await expect(lost).rejects.toThrow('died here');
    expect(await money.sums(budgetId)).toEqual({ spent: '0.000000000000', reserved: '0.000000000000' });
  });
});

test('a company’s own price goes before everybody’s from its time on, until it is withdrawn', async () => {
  const caller = money.stack.caller();
  const { budgets } = money.replicas[0];
  const budgetId = await money.budget(caller.companyId, '0.02');
  const own = (input: string | null, from: string) =>
    money.stack.query(
      `INSERT INTO generation.company_model_prices (id, company_id, model, valid_from, input_usd_per_million, output_usd_per_million, created_by)
       VALUES ($1, $2, $3, now() + $4::interval, $5, $5, $1)`,
      [newId(), caller.companyId, MODEL, from, input],
    );
  const bound = async () => {
    const before = parseUsd((await money.sums(budgetId)).reserved);
    const { reservationId } = await money.run(caller, (tx) => budgets.reserve(tx, attempt(caller.companyId)));
    const after = parseUsd((await money.sums(budgetId)).reserved);
    await money.run(caller, (tx) => budgets.release(tx, { companyId: caller.companyId, reservationId }));
    return formatUsd(after - before);
  };
  expect(await bound()).toBe('0.010000000000');
  await own('0.5', '-2 hours');
  expect(await bound()).toBe('0.005000000000');
  await own('0.1', '1 hour');
  expect(await bound()).toBe('0.005000000000');
  await own(null, '-1 hour');
  expect(await bound()).toBe('0.010000000000');
});
