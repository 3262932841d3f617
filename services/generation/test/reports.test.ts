import {
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
  type RequestContract,
} from '@smartcontent/contracts';
import { newId } from '@smartcontent/database';
import type { RunningService } from '@smartcontent/service';
import { useStack } from '@smartcontent/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig, start } from '../src/app.js';
import { formatUsd } from '../src/money/usd.js';
import { type CallRow, plantRuns, type RunRow, someRange, someRuns } from './report-rows.js';

const stack = useStack({ services: ['generation'] });
let service: RunningService;
beforeAll(async () => {
  service = await start(readConfig(stack.env('generation')));
});
afterAll(() => service?.[Symbol.asyncDispose]());

/** Half up, in whole hundredths. */
const rounded = (numerator: bigint, denominator: bigint) => Number((numerator * 200n + denominator) / (denominator * 2n)) / 100;
const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
const mean = (numbers: readonly number[]) => rounded(BigInt(sum(numbers)), BigInt(numbers.length));
const known = (calls: readonly CallRow[]) => calls.flatMap(({ cost }) => cost ?? []);
const money = (costs: readonly bigint[]) => (costs.length === 0 ? null : formatUsd(costs.reduce((a, b) => a + b, 0n)));
const tokensOf = (calls: readonly CallRow[]) => sum(calls.map(({ input_tokens, output_tokens }) => input_tokens + output_tokens));
const unpriced = (calls: readonly CallRow[]) => calls.filter(({ cost }) => cost === null).length;

function groups<T, K extends string>(rows: readonly T[], keyOf: (row: T) => K): [K, T[]][] {
  return Object.entries(Object.groupBy(rows, keyOf)) as [K, T[]][];
}

type Rows = { readonly runs: readonly RunRow[]; readonly from: string; readonly to: string };
const within = (time: string, { from, to }: Rows) => time >= from && time < to;
const created = (rows: Rows) => rows.runs.filter((run) => within(run.created_at, rows));
const measured = (rows: Rows) => rows.runs.filter((run) => within(run.measured_at, rows));
const called = (rows: Rows) => rows.runs.flatMap(({ calls }) => calls).filter((call) => within(call.called_at, rows));
const user = (call: CallRow) => call.user_id as string;

/** Every report worked out the plain way, in whatever order; rows are compared in theirs by `orderOf`. */
const PLAIN: readonly [RequestContract, (rows: Rows) => object[], orderOf: (row: never) => unknown[]][] = [
  [
    ReportTypes,
    (rows) =>
      groups(created(rows), (run) => run.content_type).map(([content_type, runs]) => ({
        content_type,
        count: runs.length,
        avg_tokens: mean(runs.map((run) => run.input_tokens)),
        avg_time_ms: mean(runs.map((run) => run.generation_time_ms)),
      })),
    ({ count }: { count: number }) => [-count],
  ],
  [
    ReportVolume,
    (rows) =>
      groups(created(rows), (run) => run.created_at.slice(0, 10)).map(([date, runs]) => ({
        date,
        requests: runs.length,
        total_tokens: sum(runs.map((run) => run.input_tokens)),
      })),
    ({ date }: { date: string }) => [-Date.parse(date)],
  ],
  [
    ReportFailures,
    (rows) =>
      created(rows)
        .filter(({ status }) => status === 'failed')
        .map(({ id, content_type, error_message, created_at }) => ({
          request_id: `req_${id}`,
          content_type,
          error_message,
          created_at: created_at.replace('Z', '000Z'),
        })),
    ({ created_at }: { created_at: string }) => [-Date.parse(created_at)],
  ],
  [
    ReportModelCosts,
    (rows) =>
      groups(
        called(rows).filter(({ success }) => success),
        ({ model, called_at }) => `${model} ${called_at.slice(0, 7)}-01`,
      ).map(([key, calls]) => ({
        model: key.split(' ')[0],
        month: key.split(' ')[1],
        api_calls: calls.length,
        total_tokens: tokensOf(calls),
        total_cost: money(known(calls)),
        unpriced_calls: unpriced(calls),
      })),
    ({ month, total_cost }: { month: string; total_cost: string | null }) => [-Date.parse(month), -Number(total_cost ?? -1)],
  ],
  [
    ReportTypeCosts,
    (rows) =>
      groups(
        created(rows).filter(({ calls }) => calls.length > 0),
        (run) => run.content_type,
      ).map(([content_type, runs]) => {
        const calls = runs.flatMap((run) => run.calls);
        const total = known(calls).reduce((a, b) => a + b, 0n);
        const count = BigInt(runs.length);
        return {
          content_type,
          requests: runs.length,
          api_calls: calls.length,
          total_cost: money(known(calls)),
          avg_cost_per_request: unpriced(calls) > 0 ? null : formatUsd((total * 2n + count) / (count * 2n)),
          unpriced_calls: unpriced(calls),
        };
      }),
    ({ total_cost }: { total_cost: string | null }) => [-Number(total_cost ?? -1)],
  ],
  [
    ReportUserCosts,
    (rows) =>
      groups(
        called(rows).filter(({ user_id }) => user_id),
        user,
      ).map(([user_id, calls]) => ({
        user_id,
        api_calls: calls.length,
        tokens_used: tokensOf(calls),
        total_cost: money(known(calls)),
        unpriced_calls: unpriced(calls),
      })),
    ({ total_cost }: { total_cost: string | null }) => [-Number(total_cost ?? -1)],
  ],
  [
    ReportSlowest,
    (rows) =>
      groups(
        measured(rows).filter(({ created_at }) => created_at < rows.to),
        (run) => run.content_type,
      ).map(([content_type, runs]) => ({
        content_type,
        avg_duration: mean(runs.map((run) => run.total_duration_ms)),
        avg_api_time: mean(runs.map((run) => run.api_call_ms)),
        max_duration: Math.max(...runs.map((run) => run.total_duration_ms)),
      })),
    ({ avg_duration }: { avg_duration: number }) => [-avg_duration],
  ],
  [
    ReportCache,
    (rows) =>
      groups(measured(rows), ({ cache_hit }) => String(cache_hit)).map(([hit, runs]) => ({
        cache_hit: hit === 'true',
        requests: runs.length,
        avg_duration_ms: mean(runs.map((run) => run.total_duration_ms)),
      })),
    ({ cache_hit }: { cache_hit: boolean }) => [Number(cache_hit)],
  ],
  [
    ReportRetries,
    (rows) =>
      groups(measured(rows), (run) => run.measured_at.slice(0, 10)).map(([date, runs]) => ({
        date,
        total_retries: sum(runs.map((run) => run.retry_count)),
        total_requests: runs.length,
        retry_percentage: rounded(100n * BigInt(runs.filter((run) => run.retry_count > 0).length), BigInt(runs.length)),
      })),
    ({ date }: { date: string }) => [-Date.parse(date)],
  ],
  [
    ReportKeyCalls,
    (rows) =>
      groups(
        called(rows).filter((call) => call.api_key_hash),
        (call) => call.api_key_hash as string,
      ).map(([api_key_hash, calls]) => ({
        api_key_hash,
        total_requests: calls.length,
        failed_requests: calls.filter(({ success }) => !success).length,
        last_used: calls
          .map(({ called_at }) => called_at)
          .sort()
          .at(-1)
          ?.replace('Z', '000Z'),
      })),
    ({ total_requests }: { total_requests: number }) => [-total_requests],
  ],
];

const inAnyOrder = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row, Object.keys(row).sort())).sort();
const isSorted = (keys: readonly unknown[][]) =>
  keys.every((key, index) => index === 0 || compare(keys[index - 1] as number[], key as number[]) <= 0);
const compare = (a: readonly number[], b: readonly number[]) =>
  a.map((value, place) => value - (b[place] as number)).find((d) => d !== 0) ?? 0;

describe('every report', () => {
  test('answers what a plain computation over the same rows answers, and nothing of another company', async () => {
    await fc.assert(
      fc.asyncProperty(someRuns, someRuns, someRange, async (runs, others, [from, to]) => {
        const caller = stack.caller({ role: 'viewer' });
        await plantRuns(stack, caller.companyId, runs);
        await plantRuns(
          stack,
          newId(),
          others.map((run) => ({ ...run, id: newId() })),
        );
        for (const [report, plain, orderOf] of PLAIN) {
          const limit = 'limit' in (report.input as unknown as { shape: object }).shape ? { limit: 100 } : {};
          const { items } = (await caller.call(report, { from, to, ...limit })) as { items: never[] };
          expect(inAnyOrder(items), report.subject).toEqual(inAnyOrder(plain({ runs, from, to })));
          expect(isSorted(items.map(orderOf)), `order of ${report.subject}`).toBe(true);
        }
      }),
      { numRuns: 12 },
    );
  });

  test('refuses a range that is reversed or longer than ten years', async () => {
    const caller = stack.caller();
    for (const [from, to] of [
      ['2026-02-01T00:00:00Z', '2026-02-01T00:00:00Z'],
      ['2010-01-01T00:00:00Z', '2026-01-01T00:00:00Z'],
    ])
      await expect(caller.call(ReportTypes, { from, to } as never)).rejects.toMatchObject({ code: 'GENERATION_RANGE_INVALID' });
  });
});

test('of model costs has an end, whatever names of models requests wrote', async () => {
  const caller = stack.caller();
  const called_at = '2026-02-01T00:00:00.000Z';
  const call = { input_tokens: 1, output_tokens: 1, success: true, called_at, user_id: null, api_key_hash: null };
  const calls = Array.from({ length: 1_002 }, (_, index) => ({ ...call, id: newId(), model: `model-${index}`, cost: BigInt(index) }));
  const [run] = fc.sample(someRuns, { seed: 1, numRuns: 1 })[0] as RunRow[];
  await plantRuns(stack, caller.companyId, [{ ...(run as RunRow), calls }]);
  const { items } = await caller.call(ReportModelCosts, { from: called_at, to: '2026-02-02T00:00:00Z' });
  expect(items).toHaveLength(1_000);
  expect(items[0]).toMatchObject({ model: 'model-1001' });
});

test('counts the calls of each user in the last hour, and leaves out who made few', async () => {
  const caller = stack.caller();
  const [busy, calm] = [newId(), newId()];
  const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
  const call = (user_id: string, minutes: number): CallRow => ({
    id: newId(),
    model: 'a-model',
    input_tokens: 1,
    output_tokens: 1,
    cost: 1n,
    success: true,
    called_at: minutesAgo(minutes),
    user_id,
    api_key_hash: null,
  });
  const calls = [...[1, 20, 58, 62, 90].map((minutes) => call(busy, minutes)), call(calm, 1)];
  const [run] = fc.sample(someRuns, { seed: 1, numRuns: 1 })[0] as RunRow[];
  await plantRuns(stack, caller.companyId, [{ ...(run as RunRow), calls }]);
  expect(await caller.call(ReportUserCalls, { more_than: 1 })).toEqual({ items: [{ user_id: busy, requests_last_hour: 3 }] });
  expect(await caller.call(ReportUserCalls, {})).toEqual({ items: [] });
});
