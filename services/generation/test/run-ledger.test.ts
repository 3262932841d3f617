import { newId } from '@smartcontent/database';
import { describe, expect, test } from 'vitest';
import { attempt, call, MODEL, newRun, useMoney } from './use-money.js';

const money = useMoney();

const usage = { input: 1_000, output: 500, cacheRead: 0, cacheWrite: null, reasoning: 100 };
const performance = {
  totalDurationMs: 3_421,
  promptPreparationMs: 147,
  responseProcessingMs: 82,
  fileSaveMs: null,
  validationPassed: true,
  validationErrors: null,
  cacheHit: false,
  cacheKey: null,
  retryCount: 1,
  retryReasons: ['rate_limit'],
};

/** A run of two calls, of which the first failed without telling what it used. */
async function twoCalls(caller: ReturnType<typeof money.stack.caller>) {
  const { companyId } = caller;
  const { ledger, budgets } = money.replicas[0];
  const run = newRun(companyId);
  await money.run(caller, (tx) => ledger.begin(tx, run));
  for (const isLast of [false, true]) {
    const wanted = { ...attempt(companyId, { maxOutputTokens: 1_000 }), runId: run.id };
    await money.run(caller, async (tx) => {
      const { reservationId } = await budgets.reserve(tx, wanted);
      const made = call(companyId, run.id, reservationId);
      const failed = { statusCode: 500, errorType: 'server', errorMessage: 'overloaded' };
      await ledger.recordCall(tx, isLast ? { ...made, usage } : { ...made, ...failed, usage: null });
    });
  }
  const finished = { id: run.id, companyId, status: 'success' as const, content: '# Seven “packs” 🎒\n\nfor you', model: MODEL };
  await money.run(caller, (tx) => ledger.finish(tx, { ...finished, generationTimeMs: 3_421, errorMessage: null, performance }));
  return run;
}

describe('the ledger', () => {
  test('keeps a run, its calls and what it measured, tokens and cost derived from the calls', async () => {
    const caller = money.stack.caller();
    const run = await twoCalls(caller);
    const [history] = await money.stack.query('SELECT * FROM generation.content_history WHERE company_id = $1', [caller.companyId]);
    expect(history).toMatchObject({
      id: run.id,
      request_id: `req_${run.id.replaceAll('-', '')}`,
      status: 'success',
      tokens_used: '1500',
      reasoning_tokens: '100',
      generation_time_ms: 3_421,
      parameters: { format: 'listicle' },
    });
    const calls = await money.stack.query(
      `SELECT success, error_type, total_tokens, is_usage_told, estimated_cost_usd, output_cost_usd, reasoning_cost_usd
       FROM generation.api_usage WHERE company_id = $1 ORDER BY id`,
      [caller.companyId],
    );
    expect(calls).toEqual([
      expect.objectContaining({ success: false, error_type: 'server', is_usage_told: false, estimated_cost_usd: null }),
      {
        success: true,
        error_type: null,
        total_tokens: '1500',
        is_usage_told: true,
        estimated_cost_usd: '0.002000000000',
        output_cost_usd: '0.000800000000',
        reasoning_cost_usd: '0.000200000000',
      },
    ]);
    const [measured] = await money.stack.query('SELECT * FROM generation.performance_metrics WHERE company_id = $1', [caller.companyId]);
    expect(measured).toMatchObject({
      content_id: run.id,
      content_length_chars: 26,
      content_length_words: 6,
      retry_reasons: ['rate_limit'],
    });
  });

  test('books the whole bound of a call that told nothing, and the cost of one that did', async () => {
    const caller = money.stack.caller();
    const budgetId = await money.budget(caller.companyId, '1');
    await twoCalls(caller);
    expect(await money.sums(budgetId)).toEqual({ spent: '0.014000000000', reserved: '0.000000000000' });
  });

  test('refuses a second run of the same id', async () => {
    const caller = money.stack.caller();
    const run = newRun(caller.companyId);
    const { ledger } = money.replicas[0];
    await money.run(caller, (tx) => ledger.begin(tx, run));
    await expect(money.run(caller, (tx) => ledger.begin(tx, run))).rejects.toMatchObject({ code: '23505' });
  });

  test('keeps what it writes out of the sight of other companies', async () => {
    const run = await twoCalls(money.stack.caller());
    const stranger = money.stack.caller();
    const seen = await money.run(stranger, (tx) =>
      tx.query(
        `SELECT id FROM content_history UNION ALL SELECT id FROM api_usage UNION ALL SELECT id FROM performance_metrics
         UNION ALL SELECT content_id FROM content_history_keys UNION ALL SELECT id FROM budget_reservations`,
      ),
    );
    expect(seen).toEqual([]);
    const { ledger } = money.replicas[0];
    const meddle = money.run(stranger, (tx) => ledger.begin(tx, { ...newRun(run.companyId), companyId: run.companyId }));
    await expect(meddle).rejects.toThrow('row-level security');
  });
});

describe('a call', () => {
  const HELD = '0.012000000000';
  const COST = '0.002000000000';
  /** A run with a call under way, of a company with a budget. */
  async function underWay() {
    const caller = money.stack.caller();
    const { companyId } = caller;
    const budgetId = await money.budget(companyId, '1');
    const { ledger, budgets } = money.replicas[0];
    const run = newRun(companyId);
    const { reservationId } = await money.run(caller, async (tx) => {
      await ledger.begin(tx, run);
      return budgets.reserve(tx, { ...attempt(companyId, { maxOutputTokens: 1_000 }), runId: run.id });
    });
    const record = (used: typeof usage | null = usage) =>
      money.run(caller, (tx) => ledger.recordCall(tx, { ...call(companyId, run.id, reservationId), usage: used }));
    const finish = () =>
      money.run(caller, (tx) =>
        ledger.finish(tx, {
          ...{
            id: run.id,
            companyId,
            status: 'failed',
            content: '',
            model: MODEL,
            generationTimeMs: 1,
            errorMessage: 'cancelled',
            performance,
          },
        }),
      );
    const rows = () =>
      money.stack.query(
        'SELECT error_type, is_usage_told, total_tokens, estimated_cost_usd FROM generation.api_usage WHERE company_id = $1',
        [companyId],
      );
    const tokens = async () =>
      (await money.stack.query('SELECT tokens_used FROM generation.content_history WHERE company_id = $1', [companyId]))[0];
    const state = async () =>
      (await money.stack.query<{ state: string }>('SELECT state FROM generation.budget_reservations WHERE id = $1', [reservationId]))[0]
        ?.state;
    const sums = async () => (await money.sums(budgetId)).spent;
    return { caller, companyId, run, reservationId, ledger, record, finish, rows, tokens, state, sums };
  }
  const WRITTEN = { error_type: null, is_usage_told: true, total_tokens: '1500', estimated_cost_usd: COST };
  const INTERRUPTED = { error_type: 'interrupted', is_usage_told: false, total_tokens: '0', estimated_cost_usd: null };

  test('is in the books once, also where it is kept again since the answer to COMMIT was lost', async () => {
    const { record, finish, rows, sums, tokens } = await underWay();
    await record();
    await finish();
    await record();
    expect(await rows()).toEqual([WRITTEN]);
    expect(await sums()).toBe(COST);
    expect(await tokens()).toEqual({ tokens_used: '1500' });
  });

  test('adds what it used to the history of a run that ended before it', async () => {
    const { record, finish, tokens } = await underWay();
    await finish();
    expect(await tokens()).toEqual({ tokens_used: '0' });
    await record();
    expect(await tokens()).toEqual({ tokens_used: '1500' });
  });

  test.each(['taken over', 'expired'])(
    'of which nobody came back is interrupted and booked in full once its run is %s; who comes late puts it right',
    async (how) => {
      const { caller, companyId, run, reservationId, ledger, record, finish, rows, tokens, state, sums } = await underWay();
      if (how === 'expired') {
        await money.stack.query(`UPDATE generation.budget_reservations SET expires_at = now() - interval '1 s' WHERE id = $1`, [
          reservationId,
        ]);
        await money.replicas[0].database.withSystem('expire', (tx) => ledger.expireOne(tx));
      } else await money.run(caller, (tx) => ledger.recordInterrupted(tx, { companyId, runId: run.id }));
      expect([await rows(), await sums(), await state()]).toEqual([[INTERRUPTED], HELD, 'expired']);
      await finish();
      await record();
      expect([await rows(), await sums(), await state(), await tokens()]).toEqual([[WRITTEN], COST, 'settled', { tokens_used: '1500' }]);
      await record(null);
      expect(await rows()).toEqual([WRITTEN]);
    },
  );

  test('that was given up for lost and had never left is in no books', async () => {
    const { caller, companyId, run, reservationId, ledger, rows, sums } = await underWay();
    await money.run(caller, (tx) => ledger.recordInterrupted(tx, { companyId, runId: run.id }));
    await money.run(caller, (tx) => ledger.releaseCall(tx, { companyId, reservationId }));
    expect([await rows(), await sums()]).toEqual([[], '0.000000000000']);
  });

  test('that cost more than was held for it is booked as it is, and said to be', async () => {
    const { record, run, sums } = await underWay();
    await record({ ...usage, output: 60_000 });
    expect(await sums()).toBe('0.121000000000');
    expect(money.overBound).toContainEqual({ generationId: run.id, model: MODEL, cost: '0.121000000000', bound: HELD });
  });
});

test('reservations that ended weeks ago are taken away, what they cost is not', async () => {
  const caller = money.stack.caller();
  const budgetId = await money.budget(caller.companyId, '1');
  await twoCalls(caller);
  const { database, budgets } = money.replicas[0];
  const kept = () => money.stack.query('SELECT id FROM generation.budget_reservations WHERE company_id = $1', [caller.companyId]);
  await database.withSystem('delete', (tx) => budgets.deleteEnded(tx));
  expect(await kept()).toHaveLength(2);
  await money.stack.query(`UPDATE generation.budget_reservations SET created_at = now() - interval '31 days' WHERE company_id = $1`, [
    caller.companyId,
  ]);
  await database.withSystem('delete', (tx) => budgets.deleteEnded(tx));
  expect(await kept()).toEqual([]);
  expect(await money.sums(budgetId)).toEqual({ spent: '0.014000000000', reserved: '0.000000000000' });
});

describe('partitions', () => {
  const partitionOf = async (table: string, id: string) =>
    (await money.stack.query<{ part: string }>(`SELECT tableoid::regclass::text AS part FROM generation.${table} WHERE id = $1`, [id]))[0]
      ?.part;

  test('are made ahead by month and by week, and take the rows that came before them', async () => {
    const caller = money.stack.caller();
    const run = await twoCalls(caller);
    const month = new Date().toISOString().slice(0, 7).replace('-', '_');
    expect(await partitionOf('content_history', run.id)).toBe(`generation.content_history_${month}`);
    const { database } = money.replicas[0];
    const partitions = () =>
      money.stack.query<{ name: string }>(
        `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = ANY ('{generation.content_history,generation.api_usage}'::regclass[])
           AND inhrelid::regclass::text !~ 'default' ORDER BY 1`,
      );
    expect(await partitions()).toHaveLength(8);
    const later = newId();
    await money.stack.query(
      `WITH key AS (INSERT INTO generation.content_history_keys VALUES ($1, $2, $3, now() + interval '5 months'))
       INSERT INTO generation.content_history (id, company_id, request_id, content_type, agent_name, prompt, content, model, generation_time_ms, created_at)
       VALUES ($2, $1, $3, 'blog', 'a', 'p', 'c', 'm', 1, now() + interval '5 months')`,
      [caller.companyId, later, `req_${later}`],
    );
    expect(await partitionOf('content_history', later)).toBe('generation.content_history_default');
    await database.runSystem({ text: 'SELECT ensure_usage_partitions($1)', values: [6] });
    expect(await partitionOf('content_history', later)).toMatch(/^generation\.content_history_\d{4}_\d\d$/);
    expect(await partitions()).toHaveLength(14);
    await database.runSystem({ text: 'SELECT ensure_usage_partitions($1)', values: [6] });
  });
});
