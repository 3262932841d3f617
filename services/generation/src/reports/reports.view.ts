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

/**
 * The reports of the content-agents design, each narrowed to its range and, by policy, to the company. Sums of money leave out what nobody
 * knows the cost of and say how many calls that is. Ties are broken by name, so that the same rows always give the same answer.
 */
const QUERIES = {
  types: `SELECT content_type, count(*) AS count, round(avg(tokens_used), 2)::float8 AS avg_tokens,
      round(avg(generation_time_ms), 2)::float8 AS avg_time_ms
    FROM content_history WHERE created_at >= $1 AND created_at < $2
    GROUP BY content_type ORDER BY count DESC, content_type`,
  volume: `SELECT date_trunc('day', created_at, 'UTC')::date::text AS date, count(*) AS requests, sum(tokens_used)::bigint AS total_tokens
    FROM content_history WHERE created_at >= $1 AND created_at < $2
    GROUP BY 1 ORDER BY date DESC`,
  failures: `SELECT request_id, content_type, error_message, created_at
    FROM content_history WHERE status = 'failed' AND created_at >= $1 AND created_at < $2
    ORDER BY created_at DESC, request_id DESC LIMIT $3`,
  modelCosts: `SELECT model, date_trunc('month', called_at, 'UTC')::date::text AS month, count(*) AS api_calls,
      sum(total_tokens)::bigint AS total_tokens, sum(estimated_cost_usd)::text AS total_cost,
      count(*) FILTER (WHERE estimated_cost_usd IS NULL) AS unpriced_calls
    FROM api_usage WHERE success AND called_at >= $1 AND called_at < $2
    GROUP BY model, 2 ORDER BY month DESC, sum(estimated_cost_usd) DESC NULLS LAST, model LIMIT ${MOST_ROWS}`,
  typeCosts: `SELECT ch.content_type, count(DISTINCT ch.id) AS requests, count(*) AS api_calls, sum(au.estimated_cost_usd)::text AS total_cost,
      CASE WHEN count(au.estimated_cost_usd) = count(*)
        THEN round(sum(au.estimated_cost_usd) / count(DISTINCT ch.id), 12)::text END AS avg_cost_per_request,
      count(*) FILTER (WHERE au.estimated_cost_usd IS NULL) AS unpriced_calls
    FROM content_history ch JOIN api_usage au ON au.company_id = ch.company_id AND au.content_id = ch.id
    WHERE ch.created_at >= $1 AND ch.created_at < $2 AND au.called_at >= $1 AND au.called_at < $2::timestamptz + interval '${LONGEST_RUN}'
    GROUP BY ch.content_type ORDER BY sum(au.estimated_cost_usd) DESC NULLS LAST, ch.content_type`,
  userCosts: `SELECT user_id, count(*) AS api_calls, sum(total_tokens)::bigint AS tokens_used, sum(estimated_cost_usd)::text AS total_cost,
      count(*) FILTER (WHERE estimated_cost_usd IS NULL) AS unpriced_calls
    FROM api_usage WHERE user_id IS NOT NULL AND called_at >= $1 AND called_at < $2
    GROUP BY user_id ORDER BY sum(estimated_cost_usd) DESC NULLS LAST, user_id LIMIT $3`,
  slowest: `SELECT ch.content_type, round(avg(pm.total_duration_ms), 2)::float8 AS avg_duration,
      round(avg(pm.api_call_ms), 2)::float8 AS avg_api_time, max(pm.total_duration_ms) AS max_duration
    FROM performance_metrics pm JOIN content_history ch ON ch.company_id = pm.company_id AND ch.id = pm.content_id
    WHERE pm.measured_at >= $1 AND pm.measured_at < $2 AND ch.created_at >= $1::timestamptz - interval '${LONGEST_RUN}' AND ch.created_at < $2
    GROUP BY ch.content_type ORDER BY avg(pm.total_duration_ms) DESC, ch.content_type`,
  cache: `SELECT cache_hit, count(*) AS requests, round(avg(total_duration_ms), 2)::float8 AS avg_duration_ms
    FROM performance_metrics WHERE measured_at >= $1 AND measured_at < $2
    GROUP BY cache_hit ORDER BY cache_hit`,
  retries: `SELECT date_trunc('day', measured_at, 'UTC')::date::text AS date, sum(retry_count) AS total_retries, count(*) AS total_requests,
      round(100.0 * count(*) FILTER (WHERE retry_count > 0) / count(*), 2)::float8 AS retry_percentage
    FROM performance_metrics WHERE measured_at >= $1 AND measured_at < $2
    GROUP BY 1 ORDER BY date DESC`,
  userCalls: `SELECT user_id, count(*) AS requests_last_hour
    FROM api_usage WHERE user_id IS NOT NULL AND called_at >= now() - interval '1 hour'
    GROUP BY user_id HAVING count(*) > $1 ORDER BY requests_last_hour DESC, user_id LIMIT $2`,
  keyCalls: `SELECT api_key_hash, count(*) AS total_requests, count(*) FILTER (WHERE NOT success) AS failed_requests, max(called_at) AS last_used
    FROM api_usage WHERE api_key_hash IS NOT NULL AND called_at >= $1 AND called_at < $2
    GROUP BY api_key_hash ORDER BY total_requests DESC, api_key_hash LIMIT $3`,
} as const;

export type ReportName = keyof typeof QUERIES;

@Injectable()
export class ReportsView {
  rows<R>(tx: Tx, name: ReportName, values: readonly unknown[]): Promise<R[]> {
    return tx.query(QUERIES[name], [...values]);
  }
}
