import { newId } from '@smartcontent/database';
import type { Stack } from '@smartcontent/testing';
import fc from 'fast-check';

const HOUR_MS = 3_600_000;
/** On a grid, so that rows stand just at the ends of a range. */
const GRID_MS = 6 * HOUR_MS;
const START_MS = Date.parse('2026-01-28T00:00:00Z');

export interface CallRow {
  readonly id: string;
  readonly model: string;
  readonly input_tokens: number;
  readonly output_tokens: number;
  /** In 10^-12 dollars; null where nobody knows. */
  readonly cost: bigint | null;
  readonly success: boolean;
  readonly called_at: string;
  readonly user_id: string | null;
  readonly api_key_hash: string | null;
}

/** A request with its calls and what was measured of it. */
export interface RunRow {
  readonly id: string;
  readonly content_type: string;
  readonly status: string;
  readonly error_message: string | null;
  readonly input_tokens: number;
  readonly generation_time_ms: number;
  readonly created_at: string;
  readonly calls: readonly CallRow[];
  readonly total_duration_ms: number;
  readonly api_call_ms: number;
  readonly cache_hit: boolean;
  readonly retry_count: number;
  readonly measured_at: string;
}

const at = (ms: number) => new Date(ms).toISOString();
const USERS = [newId(), newId(), newId()];
const tick = fc.nat(240).map((step) => START_MS + step * GRID_MS);

/** Mostly soon; where identity is away a run waits for days. */
const hoursAfter = fc.oneof({ weight: 4, arbitrary: fc.nat(5) }, { weight: 1, arbitrary: fc.nat(20 * 24) });

const calls = fc.record({
  model: fc.constantFrom('a-model', 'b-model', 'c-model'),
  input_tokens: fc.nat(5_000),
  output_tokens: fc.nat(5_000),
  cost: fc.option(fc.bigInt({ min: 0n, max: 10n ** 13n }), { freq: 4 }),
  success: fc.boolean(),
  after: hoursAfter,
  user_id: fc.constantFrom(null, ...USERS),
  api_key_hash: fc.constantFrom(null, 'a'.repeat(64), 'b'.repeat(64)),
});

const runs = fc
  .record({
    content_type: fc.constantFrom('blog', 'social', 'amazon', 'competitor', 'other'),
    status: fc.constantFrom('success', 'partial', 'failed', 'pending'),
    error_message: fc.option(fc.constantFrom('nothing came', 'the stream was cut')),
    input_tokens: fc.nat(9_000),
    generation_time_ms: fc.nat(60_000),
    created: tick,
    calls: fc.array(calls, { maxLength: 3 }),
    total_duration_ms: fc.nat(60_000),
    api_call_ms: fc.nat(60_000),
    cache_hit: fc.boolean(),
    retry_count: fc.nat(3),
    after: hoursAfter,
  })
  .map(({ created, after, calls, ...run }): RunRow => {
    const made = calls.map(({ after, ...call }) => ({ ...call, id: newId(), called_at: at(created + after * HOUR_MS) }));
    return { ...run, id: newId(), created_at: at(created), measured_at: at(created + after * HOUR_MS), calls: made };
  });

export const someRuns = fc.array(runs, { minLength: 1, maxLength: 40 });
export const someRange = fc
  .uniqueArray(tick, { minLength: 2, maxLength: 2 })
  .map((ends) => ends.toSorted((a, b) => a - b).map(at) as [from: string, to: string]);

/** Writes them as the ledger would have, for a company. */
export async function plantRuns(stack: Stack, companyId: string, rows: readonly RunRow[]): Promise<void> {
  const insert = (table: string, columns: string, items: readonly object[]) =>
    stack.query(
      `INSERT INTO generation.${table} (company_id, ${columns}) SELECT $1, ${columns} FROM jsonb_populate_recordset(NULL::generation.${table}, $2)`,
      [companyId, JSON.stringify(items)],
    );
  const named = rows.map((row) => ({ ...row, calls: undefined, content_id: row.id, request_id: `req_${row.id}` }));
  await insert('content_history_keys', 'content_id, request_id, created_at', named);
  await insert(
    'content_history',
    `id, request_id, content_type, agent_name, prompt, content, model, input_tokens, output_tokens, cache_read_tokens, cache_write_tokens,
     reasoning_tokens, generation_time_ms, status, error_message, created_at`,
    named.map((row) => ({ ...NO_TOKENS, agent_name: 'an_agent', prompt: 'p', content: 'c', model: 'm', ...row })),
  );
  await insert(
    'performance_metrics',
    'id, content_id, request_id, total_duration_ms, api_call_ms, validation_passed, cache_hit, retry_count, measured_at',
    named.map((row) => ({ ...row, validation_passed: true })),
  );
  const made = rows.flatMap(({ id, calls }) =>
    calls.map(({ cost, ...call }) => ({ ...NO_TOKENS, ...USAGE, ...call, ...costColumns(cost), content_id: id, request_id: `req_${id}` })),
  );
  await insert(
    'api_usage',
    `id, content_id, request_id, endpoint, method, model, input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, reasoning_tokens,
     is_usage_told, input_cost_usd, output_cost_usd, cache_read_cost_usd, cache_write_cost_usd, reasoning_cost_usd, api_latency_ms,
     total_request_time_ms, success, called_at, user_id, api_key_hash`,
    made,
  );
}

const NO_TOKENS = { input_tokens: 0, output_tokens: 0, cache_read_tokens: 0, cache_write_tokens: 0, reasoning_tokens: 0 };
const USAGE = { endpoint: '/v1/messages', method: 'POST', is_usage_told: true, api_latency_ms: 1, total_request_time_ms: 1 };

/** Of several types, whose sum is the cost. */
function costColumns(cost: bigint | null) {
  const text = (part: bigint) => `${part / 10n ** 12n}.${String(part % 10n ** 12n).padStart(12, '0')}`;
  const half = cost === null ? null : text(cost / 2n);
  const rest = cost === null ? null : text(cost - cost / 2n);
  return { input_cost_usd: half, output_cost_usd: rest, cache_read_cost_usd: '0', cache_write_cost_usd: '0', reasoning_cost_usd: '0' };
}
