import { Injectable } from '@nestjs/common';
import type { Tx } from '@smartcontent/database';

/** A half-open range, as instants. */
export interface Range {
  readonly from: string;
  readonly to: string;
}

/** A request is measured when it ends, so its row of content_history is older; hardly a run waits as long as this (ADR 34). */
const LONGEST_RUN = '31 days';
/** Names of models are whatever requests wrote. */
const MOST_ROWS = 1_000;

/** Runs wherever they stand now. */
const HISTORY = (columns: string) =>
  `(SELECT ${columns} FROM content_history UNION ALL SELECT ${columns} FROM content_history_archive) AS ch`;
const dayOf = (instant: string) => `(${instant}::timestamptz AT TIME ZONE 'UTC')::date`;
/** Days that were rolled up are in the range as a whole or not at all: `ReportsService` refuses others. */
const DAYS = `day >= ${dayOf('$1')} AND day < ${dayOf('$2')}`;
/** Calls that stand one by one and, of older days, their sums. */
const CALLS = `(
    SELECT model, user_id, api_key_hash, success, ${dayOf('called_at')} AS day, called_at AS last_called_at, 1 AS calls, total_tokens,
      estimated_cost_usd, (estimated_cost_usd IS NULL)::integer AS unpriced_calls
    FROM api_usage WHERE called_at >= $1 AND called_at < $2
    UNION ALL SELECT model, user_id, api_key_hash, success, day, last_called_at, calls, total_tokens, estimated_cost_usd, unpriced_calls
    FROM api_usage_daily WHERE ${DAYS}) AS u`;
const figure = (name: string, metric: string) => `${name} FILTER (WHERE metric = '${metric}')`;

/**
 * The reports of the content-agents design, each narrowed to its range and, by policy, to the company. Sums of money leave out what nobody
 * knows the cost of and say how many calls that is. Ties are broken by name, so that the same rows always give the same answer.
 * Days that were rolled up answer as their rows did.
 */
const QUERIES = {
  types: `SELECT content_type, count(*) AS count, round(avg(tokens_used), 2)::float8 AS avg_tokens,
      round(avg(generation_time_ms), 2)::float8 AS avg_time_ms
    FROM ${HISTORY('content_type, tokens_used, generation_time_ms, created_at')} WHERE created_at >= $1 AND created_at < $2
    GROUP BY content_type ORDER BY count DESC, content_type`,
  volume: `SELECT ${dayOf('created_at')}::text AS date, count(*) AS requests, sum(tokens_used)::bigint AS total_tokens
    FROM ${HISTORY('tokens_used, created_at')} WHERE created_at >= $1 AND created_at < $2
    GROUP BY 1 ORDER BY date DESC`,
  failures: `SELECT request_id, content_type, error_message, created_at
    FROM ${HISTORY('request_id, content_type, error_message, status, created_at')}
    WHERE status = 'failed' AND created_at >= $1 AND created_at < $2
    ORDER BY created_at DESC, request_id DESC LIMIT $3`,
  modelCosts: `SELECT model, date_trunc('month', day::timestamp)::date::text AS month, sum(calls)::bigint AS api_calls,
      sum(total_tokens)::bigint AS total_tokens, sum(estimated_cost_usd)::text AS total_cost, sum(unpriced_calls)::bigint AS unpriced_calls
    FROM ${CALLS} WHERE success
    GROUP BY model, 2 ORDER BY month DESC, sum(estimated_cost_usd) DESC NULLS LAST, model LIMIT ${MOST_ROWS}`,
  typeCosts: `WITH parts AS (
      SELECT ch.content_type, count(DISTINCT ch.id) AS runs, count(*) AS calls, sum(au.estimated_cost_usd) AS cost,
        count(*) FILTER (WHERE au.estimated_cost_usd IS NULL) AS unpriced
      FROM ${HISTORY('company_id, id, content_type, created_at')} JOIN api_usage au ON au.company_id = ch.company_id AND au.content_id = ch.id
      WHERE ch.created_at >= $1 AND ch.created_at < $2 AND au.called_at >= $1 AND au.called_at < $2::timestamptz + interval '${LONGEST_RUN}'
      GROUP BY ch.content_type
      UNION ALL SELECT content_type, sum(runs), sum(calls), sum(estimated_cost_usd), sum(unpriced_calls) FROM api_usage_daily
      WHERE content_type IS NOT NULL AND run_day >= ${dayOf('$1')} AND run_day < ${dayOf('$2')}
        AND day >= ${dayOf('$1')} AND day < ${dayOf('$2')} + interval '${LONGEST_RUN}'
      GROUP BY content_type)
    SELECT content_type, sum(runs)::bigint AS requests, sum(calls)::bigint AS api_calls, sum(cost)::text AS total_cost,
      CASE WHEN sum(unpriced) = 0 THEN round(sum(cost) / nullif(sum(runs), 0), 12)::text END AS avg_cost_per_request,
      sum(unpriced)::bigint AS unpriced_calls
    FROM parts GROUP BY content_type ORDER BY sum(cost) DESC NULLS LAST, content_type`,
  userCosts: `SELECT user_id, sum(calls)::bigint AS api_calls, sum(total_tokens)::bigint AS tokens_used,
      sum(estimated_cost_usd)::text AS total_cost, sum(unpriced_calls)::bigint AS unpriced_calls
    FROM ${CALLS} WHERE user_id IS NOT NULL
    GROUP BY user_id ORDER BY sum(estimated_cost_usd) DESC NULLS LAST, user_id LIMIT $3`,
  slowest: `WITH parts AS (
      SELECT ch.content_type, count(*) AS runs, sum(pm.total_duration_ms) AS duration, sum(pm.api_call_ms) AS api_time,
        max(pm.total_duration_ms) AS longest
      FROM performance_metrics pm
      JOIN ${HISTORY('company_id, id, content_type, created_at')} ON ch.company_id = pm.company_id AND ch.id = pm.content_id
      WHERE pm.measured_at >= $1 AND pm.measured_at < $2
        AND ch.created_at >= $1::timestamptz - interval '${LONGEST_RUN}' AND ch.created_at < $2
      GROUP BY ch.content_type
      UNION ALL SELECT content_type, ${figure('sum(count)', 'total_duration_ms')}, ${figure('sum(sum)', 'total_duration_ms')},
        ${figure('sum(sum)', 'api_call_ms')}, ${figure('max(max)', 'total_duration_ms')}
      FROM performance_metrics_daily WHERE ${DAYS} AND content_type IS NOT NULL AND metric IN ('total_duration_ms', 'api_call_ms')
      GROUP BY content_type)
    SELECT content_type, round(sum(duration) / sum(runs), 2)::float8 AS avg_duration,
      round(sum(api_time) / sum(runs), 2)::float8 AS avg_api_time, max(longest)::integer AS max_duration
    FROM parts GROUP BY content_type ORDER BY sum(duration) / sum(runs) DESC, content_type`,
  cache: `WITH parts AS (
      SELECT cache_hit, count(*) AS runs, sum(total_duration_ms) AS duration FROM performance_metrics
      WHERE measured_at >= $1 AND measured_at < $2 GROUP BY cache_hit
      UNION ALL SELECT cache_hit, sum(count), sum(sum) FROM performance_metrics_daily
      WHERE ${DAYS} AND metric = 'total_duration_ms' GROUP BY cache_hit)
    SELECT cache_hit, sum(runs)::bigint AS requests, round(sum(duration) / sum(runs), 2)::float8 AS avg_duration_ms
    FROM parts GROUP BY cache_hit ORDER BY cache_hit`,
  retries: `WITH parts AS (
      SELECT ${dayOf('measured_at')} AS day, sum(retry_count) AS retries, count(*) AS runs, count(*) FILTER (WHERE retry_count > 0) AS retried
      FROM performance_metrics WHERE measured_at >= $1 AND measured_at < $2 GROUP BY 1
      UNION ALL SELECT day, ${figure('sum(sum)', 'retry_count')}, ${figure('sum(count)', 'retry_count')}, ${figure('sum(sum)', 'is_retried')}
      FROM performance_metrics_daily WHERE ${DAYS} AND metric IN ('retry_count', 'is_retried') GROUP BY day)
    SELECT day::text AS date, sum(retries)::bigint AS total_retries, sum(runs)::bigint AS total_requests,
      round(100.0 * sum(retried) / sum(runs), 2)::float8 AS retry_percentage
    FROM parts GROUP BY day ORDER BY day DESC`,
  userCalls: `SELECT user_id, count(*) AS requests_last_hour
    FROM api_usage WHERE user_id IS NOT NULL AND called_at >= now() - interval '1 hour'
    GROUP BY user_id HAVING count(*) > $1 ORDER BY requests_last_hour DESC, user_id LIMIT $2`,
  keyCalls: `SELECT api_key_hash, sum(calls)::bigint AS total_requests, coalesce(sum(calls) FILTER (WHERE NOT success), 0)::bigint AS failed_requests,
      max(last_called_at) AS last_used
    FROM ${CALLS} WHERE api_key_hash IS NOT NULL
    GROUP BY api_key_hash ORDER BY total_requests DESC, api_key_hash LIMIT $3`,
} as const;

export type ReportName = keyof typeof QUERIES;

/** Where the rows of a report are rolled up in time. Of history nothing is, it only moves. */
const SOURCES: { readonly [Name in ReportName]?: 'api_usage' | 'performance_metrics' } = {
  modelCosts: 'api_usage',
  typeCosts: 'api_usage',
  userCosts: 'api_usage',
  keyCalls: 'api_usage',
  slowest: 'performance_metrics',
  cache: 'performance_metrics',
  retries: 'performance_metrics',
};
const HORIZONS = `SELECT min(day) FILTER (WHERE table_name = $1)::text AS single, min(day) FILTER (WHERE table_name = $1 || '_daily')::text AS summed
  FROM usage_horizons`;

/** The first days of a company whose rows stand one by one, and whose sums are still there; null where nothing went yet. */
export interface Horizons {
  readonly single: string | null;
  readonly summed: string | null;
}

@Injectable()
export class ReportsView {
  rows<R>(tx: Tx, name: ReportName, values: readonly unknown[]): Promise<R[]> {
    return tx.query(QUERIES[name], [...values]);
  }

  /** Ask it after the rows: what goes in between was still among them. */
  async horizons(tx: Tx, name: ReportName): Promise<Horizons> {
    const source = SOURCES[name];
    const [horizons] = source ? await tx.query<Horizons>(HORIZONS, [source]) : [];
    return horizons ?? { single: null, summed: null };
  }
}
