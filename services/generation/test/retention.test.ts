import {
  ReportCache,
  ReportFailures,
  ReportKeyCalls,
  ReportModelCosts,
  ReportRetries,
  ReportSlowest,
  ReportTypeCosts,
  ReportTypes,
  ReportUserCosts,
  ReportVolume,
} from '@smartcontent/contracts';
import { Database, newId } from '@smartcontent/database';
import type { RunningService } from '@smartcontent/service';
import { type Caller, eventually, useStack } from '@smartcontent/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig, start } from '../src/app.js';
import { RetentionConfig } from '../src/config.js';
import { RetentionService } from '../src/retention/retention.service.js';
import { RetentionStore } from '../src/retention/retention.store.js';
import type { RetentionTelemetry } from '../src/retention/retention-telemetry.js';
import { SummariesStore } from '../src/retention/summaries.store.js';
import { plantRuns, type RunRow, someRuns } from './report-rows.js';

const stack = useStack({ services: ['generation'] });
const databases: Database[] = [];
const told: object[] = [];
let service: RunningService;

/** As one replica would, with other times to keep: history 30 days, usage 20, figures 10; their sums for so many days after that. */
async function newReplica(summaryDays = 1_000, summaries = new SummariesStore()): Promise<RetentionService> {
  const { POSTGRES_URL, POSTGRES_SYSTEM_URL } = stack.env('generation');
  const database = await Database.open({
    schema: 'generation',
    url: POSTGRES_URL as string,
    systemUrl: POSTGRES_SYSTEM_URL as string,
    onError: () => undefined,
  });
  databases.push(database);
  const telemetry = { putAway: (done: object) => told.push(done) } as unknown as RetentionTelemetry;
  const config = new RetentionConfig(
    { history: 30, usage: 20, usageSummary: summaryDays, metrics: 10, metricsSummary: summaryDays },
    3_600,
  );
  return new RetentionService(database, config, new RetentionStore(), summaries, telemetry);
}

let retention: RetentionService;
beforeAll(async () => {
  service = await start(readConfig(stack.env('generation')));
  retention = await newReplica();
});
afterAll(async () => {
  await service?.[Symbol.asyncDispose]();
  await Promise.all(databases.map((database) => database.close()));
});

const DAY_MS = 86_400_000;
/** The rows begin at it and end some 80 days later. */
const FIRST_DAY = Date.parse('2026-01-28T00:00:00Z');
const day = (days: number) => new Date(FIRST_DAY + days * DAY_MS).toISOString();
const someDays = fc
  .tuple(fc.nat(85), fc.integer({ min: 1, max: 85 }))
  .map(([first, length]) => ({ from: day(first), to: day(first + length) }));
const instantWithin = fc.integer({ min: 0, max: 115 * 24 * 60 }).map((minute) => new Date(FIRST_DAY + minute * 60_000));

const TYPES = ['input', 'output', 'cache_read', 'cache_write', 'reasoning'];
const tokens = TYPES.map((type) => `'${type}', sum(${type}_tokens)`).join(', ');
const costs = TYPES.map((type) => `'${type}_cost', sum(${type}_cost_usd) FILTER (WHERE estimated_cost_usd IS NOT NULL)`).join(', ');
const EACH = `1 AS calls, (NOT is_usage_told)::integer AS untold_calls, (estimated_cost_usd IS NULL)::integer AS unpriced_calls`;
const numbers = (
  from: string,
) => `${TYPES.map((type) => `${type}_tokens, ${type}_cost_usd`).join(', ')}, estimated_cost_usd, api_latency_ms,
  model, user_id, success, ${from}`;
/** Of usage that stands row by row and of its sums together; the same whatever was rolled up. */
const USAGE = `SELECT model, user_id, success, json_build_object(${tokens}, ${costs}, 'cost', sum(estimated_cost_usd), 'calls', sum(calls),
    'untold', sum(untold_calls), 'unpriced', sum(unpriced_calls), 'latency', sum(api_latency_ms)) AS sums
  FROM (SELECT ${numbers(EACH)} FROM generation.api_usage WHERE company_id = $1
    UNION ALL SELECT ${numbers('calls, untold_calls, unpriced_calls')} FROM generation.api_usage_daily WHERE company_id = $1) u
  GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`;
const METRICS = `SELECT metric, sum(count)::bigint, sum(sum), min(min), max(max) FROM (
    SELECT m.metric, 1 AS count, m.value AS sum, m.value AS min, m.value AS max FROM generation.performance_metrics,
      LATERAL (VALUES ('total_duration_ms', total_duration_ms), ('api_call_ms', api_call_ms), ('retry_count', retry_count)) m (metric, value)
    WHERE company_id = $1
    UNION ALL SELECT metric, count, sum, min, max FROM generation.performance_metrics_daily
    WHERE company_id = $1 AND metric IN ('total_duration_ms', 'api_call_ms', 'retry_count')) p
  GROUP BY metric ORDER BY metric`;
const HISTORY = `SELECT id, prompt, content, tokens_used, status, created_at FROM generation.content_history WHERE company_id = $1
  UNION ALL SELECT id, prompt, content, tokens_used, status, created_at FROM generation.content_history_archive WHERE company_id = $1 ORDER BY id`;
const sumsOf = async (companyId: string) =>
  JSON.stringify([await stack.query(USAGE, [companyId]), await stack.query(METRICS, [companyId]), await stack.query(HISTORY, [companyId])]);

const count = async (table: string, companyId: string, condition = 'true', values: unknown[] = []) => {
  const text = `SELECT count(*)::integer AS count FROM generation.${table} WHERE company_id = $1 AND ${condition}`;
  return (await stack.query<{ count: number }>(text, [companyId, ...values]))[0]?.count;
};

const REPORTS = [
  ...[ReportTypes, ReportVolume, ReportFailures, ReportModelCosts, ReportTypeCosts],
  ...[ReportUserCosts, ReportSlowest, ReportCache, ReportRetries, ReportKeyCalls],
];
async function reportsOf(caller: Caller, range: { from: string; to: string }): Promise<unknown[]> {
  const answers = [];
  for (const report of REPORTS) answers.push([report.subject, await caller.call(report, range as never)]);
  return answers;
}

/** The same rows under other names: a failing case is tried again. */
const named = (runs: readonly RunRow[]) =>
  runs.map((run) => ({ ...run, id: newId(), calls: run.calls.map((call) => ({ ...call, id: newId() })) }));

/** Calls and figures of a company, so many and all of one day, by a run that has ended. */
async function plantMany(companyId: string, calls: number, at = day(0)): Promise<void> {
  const id = newId();
  const [run] = fc.sample(someRuns, { seed: 1, numRuns: 1 })[0] as RunRow[];
  await plantRuns(stack, companyId, [{ ...(run as RunRow), id, status: 'success', created_at: at, measured_at: at, calls: [] }]);
  await stack.query(
    `INSERT INTO generation.api_usage (id, company_id, request_id, content_id, endpoint, method, model, input_tokens, is_usage_told, input_cost_usd,
       output_cost_usd, cache_read_cost_usd, cache_write_cost_usd, reasoning_cost_usd, api_latency_ms, total_request_time_ms, called_at)
     SELECT gen_random_uuid(), $1, 'req', $2, '/v1/messages', 'POST', 'm' || n % 7, n, n % 5 > 0, CASE WHEN n % 5 > 0 THEN n * 0.000000000001 END,
       0, 0, 0, 0, 1, 1, $4::timestamptz FROM generate_series(1, $3::integer) n`,
    [companyId, id, calls, at],
  );
}

describe('what is put away at any moment', () => {
  test('is in the sums and in the archive to the last token, unknown where it was unknown, and reports over days answer the same', async () => {
    await fc.assert(
      fc.asyncProperty(someRuns, someRuns, someDays, instantWithin, instantWithin, async (runs, others, range, first, second) => {
        const [caller, other] = [stack.caller({ role: 'viewer' }), stack.caller({ role: 'viewer' })];
        for (const [{ companyId }, rows] of [[caller, runs] as const, [other, others] as const])
          await plantRuns(stack, companyId, named(rows));
        const before = [await sumsOf(caller.companyId), await sumsOf(other.companyId), await reportsOf(caller, range)];
        for (const now of [first, second, second]) {
          await retention.putAway(now);
          expect([await sumsOf(caller.companyId), await sumsOf(other.companyId), await reportsOf(caller, range)]).toEqual(before);
        }
        expect(Object.values(told.at(-1) as object), 'the second time').toEqual([0, 0, 0, 0, 0, 0]);
        await expectOnlyOldGone(caller.companyId, runs, new Date(Math.max(first.getTime(), second.getTime())));
      }),
      { numRuns: 10 },
    );
  });

  test('is put away once by two replicas at the same time, and by one that comes after a killed one', async () => {
    const caller = stack.caller();
    await plantMany(caller.companyId, 5_000);
    const before = await sumsOf(caller.companyId);
    const costsOfTypes = async () => (await caller.call(ReportTypeCosts, { from: day(0), to: day(1) })).items;
    const costsBefore = await costsOfTypes();
    expect(costsBefore).toMatchObject([{ requests: 1, api_calls: 5_000, unpriced_calls: 1_000 }]);
    const now = new Date(day(25));
    const [doomed, other] = [await newReplica(), await newReplica()];
    // Its second piece waits for a row that somebody holds, and dies there.
    const holder = databases[0] as Database;
    const release = Promise.withResolvers<void>();
    const held = Promise.withResolvers<void>();
    const holding = holder.withSystem('the test holds a row', async (tx) => {
      await tx.query('SELECT 1 FROM api_usage WHERE company_id = $1 AND input_tokens = 4500 FOR UPDATE', [caller.companyId]);
      held.resolve();
      await release.promise;
    });
    await held.promise;
    const killed = doomed.putAway(now).catch((error: unknown) => error);
    await eventually(async () => {
      const killing = await stack.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      expect(killing).toHaveLength(1);
    });
    expect(await killed).toBeInstanceOf(Error);
    release.resolve();
    await holding;
    const left = (await count('api_usage', caller.companyId)) as number;
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThan(5_000);
    expect(await sumsOf(caller.companyId)).toBe(before);
    expect(await costsOfTypes()).toEqual(costsBefore);

    const both = [retention.putAway(now), other.putAway(now)];
    const done = await Promise.all(both);
    expect(done.reduce((sum, { callsRolledUp }) => sum + callsRolledUp, 0)).toBe(left);
    expect(await sumsOf(caller.companyId)).toBe(before);
    expect(await costsOfTypes()).toEqual(costsBefore);
    expect(await count('api_usage', caller.companyId)).toBe(0);
  });

  test('stops between two pieces when it is told to', async () => {
    const caller = stack.caller();
    await plantMany(caller.companyId, 2_500);
    const stop = new AbortController();
    class StopsAfterOne extends SummariesStore {
      override async rollUpCalls(...piece: Parameters<SummariesStore['rollUpCalls']>): Promise<number> {
        const rows = await super.rollUpCalls(...piece);
        stop.abort();
        return rows;
      }
    }
    const { callsRolledUp } = await (await newReplica(1_000, new StopsAfterOne())).putAway(new Date(day(25)), stop.signal);
    expect(callsRolledUp).toBeLessThan(2_500);
    expect(await count('api_usage', caller.companyId)).toBe(2_500 - callsRolledUp);
  });

  test('is left to the replica that is at it: two would count a run whose calls they share for neither', async () => {
    const { companyId } = stack.caller();
    await plantMany(companyId, 3);
    await (databases[0] as Database).withSystem('the test is at it', async (tx) => {
      expect(await new RetentionStore().isAlone(tx)).toBe(true);
      await (await newReplica()).putAway(new Date(day(60)));
      expect(Object.values(told.at(-1) as object)).toEqual([0, 0, 0, 0, 0, 0]);
    });
    expect(await count('api_usage', companyId)).toBe(3);
  });

  test('is whole days, so that a day stands in rows or in sums', async () => {
    const { companyId } = stack.caller();
    await plantMany(companyId, 3, day(5.25));
    await retention.putAway(new Date(day(25.5)));
    expect(await count('api_usage', companyId)).toBe(3);
    await retention.putAway(new Date(day(26)));
    expect(await count('api_usage', companyId)).toBe(0);
  });

  test('leaves a run that has not ended, with its calls, where its end looks for them', async () => {
    const caller = stack.caller();
    const [run] = fc.sample(someRuns, { seed: 1, numRuns: 1 })[0] as RunRow[];
    const call = {
      id: newId(),
      model: 'm',
      input_tokens: 7,
      output_tokens: 0,
      cost: null,
      success: true,
      called_at: day(1),
      user_id: null,
    };
    await plantRuns(stack, caller.companyId, [
      { ...(run as RunRow), id: newId(), status: 'pending', created_at: day(0), calls: [{ ...call, api_key_hash: null }] },
    ]);
    await retention.putAway(new Date(day(200)));
    expect([await count('api_usage', caller.companyId), await count('content_history', caller.companyId)]).toEqual([1, 1]);
  });
});

/** Nothing younger than its time goes, and of what is older nothing stays. */
async function expectOnlyOldGone(companyId: string, runs: readonly RunRow[], now: Date): Promise<void> {
  const cut = (days: number) => new Date(Math.floor(now.getTime() / DAY_MS - days) * DAY_MS).toISOString();
  const stays = (time: string, days: number) => time >= cut(days);
  const measured = runs.filter((run) => stays(run.measured_at, 10));
  const called = runs.flatMap(({ calls, status }) => calls.filter((call) => status === 'pending' || stays(call.called_at, 20)));
  const asked = runs.filter((run) => run.status === 'pending' || stays(run.created_at, 30));
  expect(await count('performance_metrics', companyId)).toBe(measured.length);
  expect(await count('api_usage', companyId)).toBe(called.length);
  expect(await count('content_history', companyId)).toBe(asked.length);
}

describe('a company', () => {
  test('sees its own archive and sums alone, may change none of it, and takes all of it along when it is erased', async () => {
    const tables = ['content_history_archive', 'api_usage_daily', 'performance_metrics_daily', 'usage_horizons'];
    const [caller, other] = [stack.caller(), stack.caller()];
    for (const { companyId } of [caller, other]) await plantMany(companyId, 3);
    await retention.putAway(new Date(day(40)));
    const seenBy = async (one: Caller, table: string) =>
      (databases[0] as Database).withTenant(await one.context(), (tx) =>
        tx.query<{ company_id: string }>(`SELECT DISTINCT company_id FROM ${table}`),
      );
    for (const table of tables) {
      expect(await seenBy(caller, table), table).toEqual([{ company_id: caller.companyId }]);
      await expect((databases[0] as Database).withTenant(await caller.context(), (tx) => tx.query(`DELETE FROM ${table}`))).rejects.toThrow(
        'permission denied',
      );
    }
    const rowsOf = async (companyId: string) =>
      (await stack.query<{ rows: number }>('SELECT rows::integer FROM generation.company_rows($1)', [companyId])).reduce(
        (sum, { rows }) => sum + rows,
        0,
      );
    const ofOther = await rowsOf(other.companyId);
    for (let rows = 1; rows > 0; )
      rows = Number((await stack.query<{ n: string }>('SELECT generation.erase_company_rows($1, 10) AS n', [caller.companyId]))[0]?.n);
    expect(await rowsOf(caller.companyId)).toBe(0);
    expect(await rowsOf(other.companyId)).toBe(ofOther);
  });

  test('is told where a report cannot answer for its whole range any more, and another one is not', async () => {
    const [caller, other] = [stack.caller(), stack.caller()];
    await plantMany(caller.companyId, 3, day(3));
    await plantMany(other.companyId, 3, day(200));
    await retention.putAway(new Date(day(30)));
    const half = { from: '2026-01-28T12:00:00Z', to: day(10) };
    for (const report of [ReportModelCosts, ReportTypeCosts, ReportUserCosts, ReportSlowest, ReportCache, ReportRetries, ReportKeyCalls]) {
      const { data } = (await caller.call(report, half as never).catch((error: unknown) => error)) as { data: object };
      expect(data, report.subject).toMatchObject({ single_since: '2026-02-01', kept_since: null });
    }
    const justAfter = { ...half, from: '2026-01-28T00:00:00.0005Z' };
    await expect(caller.call(ReportCache, justAfter)).rejects.toMatchObject({ code: 'GENERATION_RANGE_NOT_KEPT' });
    expect((await caller.call(ReportVolume, half)).items).toHaveLength(1);
    expect((await caller.call(ReportModelCosts, { from: day(0), to: day(10) })).items).toHaveLength(3);
    expect((await caller.call(ReportModelCosts, { from: day(4), to: '2026-02-09T12:00:00Z' })).items).toEqual([]);
    await other.call(ReportModelCosts, half);

    await (await newReplica(50)).putAway(new Date(day(130)));
    expect(await count('api_usage_daily', caller.companyId)).toBe(0);
    await expect(caller.call(ReportModelCosts, { from: day(0), to: day(10) })).rejects.toMatchObject({
      code: 'GENERATION_RANGE_NOT_KEPT',
      data: { kept_since: '2026-02-01' },
    });
    expect((await caller.call(ReportTypes, { from: day(0), to: day(10) })).items).toHaveLength(1);
  });
});

async function makePartition(parent: 'api_usage' | 'content_history', name: string, from: string, to: string): Promise<void> {
  await stack.query(
    `CREATE TABLE generation.${parent}_${name} PARTITION OF generation.${parent} FOR VALUES FROM ('${from}') TO ('${to}');
     ALTER TABLE generation.${parent}_${name} OWNER TO generation_owner`,
  );
}

async function partitionsOf(year: number): Promise<string[]> {
  const text = `SELECT relname AS name FROM pg_class WHERE relnamespace = 'generation'::regnamespace AND relkind = 'r' AND relispartition
    AND relname LIKE $1 ORDER BY 1`;
  return (await stack.query<{ name: string }>(text, [`%${year}%`])).map(({ name }) => name);
}

test('a partition stays, with its rows, until the last run in it has ended', async () => {
  await makePartition('api_usage', '2023_w01', '2023-01-02', '2023-01-09');
  await makePartition('content_history', '2023_01', '2023-01-01', '2023-02-01');
  const { companyId } = stack.caller();
  const at = '2023-01-03T00:00:00.000Z';
  await plantMany(companyId, 1, at);
  await stack.query(`UPDATE generation.content_history SET status = 'pending' WHERE company_id = $1`, [companyId]);
  const rows = async () => [await count('api_usage', companyId), await count('content_history', companyId)];
  await retention.putAway(new Date('2023-03-10T00:00:00Z'));
  expect(await partitionsOf(2023)).toEqual(['api_usage_2023_w01', 'content_history_2023_01']);
  expect(await rows()).toEqual([1, 1]);
  await stack.query(`UPDATE generation.content_history SET status = 'success' WHERE company_id = $1`, [companyId]);
  await retention.putAway(new Date('2023-03-10T00:00:00Z'));
  expect(await partitionsOf(2023)).toEqual([]);
  expect(await rows()).toEqual([0, 0]);
});

test('partitions go as a whole once nothing of them is left, and no others', async () => {
  await makePartition('api_usage', '2024_w01', '2024-01-01', '2024-01-08');
  await makePartition('api_usage', '2024_w02', '2024-01-08', '2024-01-15');
  await makePartition('content_history', '2024_01', '2024-01-01', '2024-02-01');
  const { companyId } = stack.caller();
  await plantMany(companyId, 2, '2024-01-03T00:00:00.000Z');
  const partitions = () => partitionsOf(2024);
  await retention.putAway(new Date('2024-01-22T00:00:00Z'));
  expect(await partitions()).toEqual(['api_usage_2024_w01', 'api_usage_2024_w02', 'content_history_2024_01']);
  await retention.putAway(new Date('2024-01-28T00:00:00Z'));
  expect(await partitions()).toEqual(['api_usage_2024_w02', 'content_history_2024_01']);
  await retention.putAway(new Date('2024-03-02T00:00:00Z'));
  expect(await partitions()).toEqual([]);
  expect(await count('content_history_archive', companyId)).toBe(1);
});

test('the times are those of the content-agents design unless set otherwise, and never so short that books are still open', () => {
  const env = stack.env('generation');
  expect(readConfig(env).retention).toEqual(
    new RetentionConfig({ history: 730, usage: 365, usageSummary: 1_095, metrics: 90, metricsSummary: 365 }, 3_600),
  );
  expect(readConfig({ ...env, METRICS_KEPT_DAYS: '100' }).retention.days.metrics).toBe(100);
  expect(() => readConfig({ ...env, USAGE_KEPT_DAYS: '20' })).toThrow('USAGE_KEPT_DAYS');
});

test('a running service puts away what has had its time by itself, and tells how much', async () => {
  const { companyId } = stack.caller();
  await plantMany(companyId, 3, '2024-01-03T00:00:00.000Z');
  await plantMany(companyId, 2, new Date(Date.now() - 80 * DAY_MS).toISOString());
  await using running = await start(readConfig({ ...stack.env('generation'), RETENTION_EVERY_SECONDS: '1' }));
  await eventually(async () => expect(await count('content_history_archive', companyId)).toBe(1));
  expect([await count('api_usage', companyId), await count('performance_metrics', companyId)]).toEqual([2, 1]);
  await eventually(async () => {
    const metrics = await (await fetch(`${running.healthUrl}/metrics`)).text();
    expect(metrics).toMatch(/^generation_rows_put_away_total\{table="api_usage"\} [1-9]/m);
  });
});
