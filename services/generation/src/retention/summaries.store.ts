import { Injectable } from '@nestjs/common';
import type { Tx } from '@smartcontent/database';
import { horizonAfter } from './horizon-after.store.js';

const MOST_CALLS = 2_000;
const MOST_METRICS = 1_000;

/** The kind of content that a row's run was to write; in the archive where that has gone there first. */
const RUN_OF = (rows: string) => `${rows} g LEFT JOIN content_history_keys k ON k.company_id = g.company_id AND k.content_id = g.content_id
  LEFT JOIN LATERAL (
    SELECT content_type FROM content_history WHERE company_id = k.company_id AND id = k.content_id AND created_at = k.created_at
    UNION ALL SELECT content_type FROM content_history_archive WHERE company_id = k.company_id AND id = k.content_id LIMIT 1) h ON true`;

const DAY = `(called_at AT TIME ZONE 'UTC')::date`;
const KEY = 'company_id, day, model, endpoint, price_version, content_type, run_day, user_id, api_key_hash, success';
const COUNTS = ['calls', 'runs', 'untold_calls', 'unpriced_calls', 'api_latency_ms', 'total_request_time_ms'];
const TYPES = ['input', 'output', 'cache_read', 'cache_write', 'reasoning'];
const TOKENS = TYPES.map((type) => `${type}_tokens`);
const COSTS = TYPES.map((type) => `${type}_cost_usd`);

/** A run counts with the calls that leave none of it behind; the last of them has it. */
const CALLS = `SELECT g.*, ${DAY} AS day, (k.created_at AT TIME ZONE 'UTC')::date AS run_day, h.content_type,
    row_number() OVER run = 1 AND count(*) OVER (PARTITION BY g.company_id, g.content_id)
      = (SELECT count(*) FROM api_usage o WHERE o.company_id = g.company_id AND o.content_id = g.content_id) AS is_last
  FROM ${RUN_OF('gone')}
  WINDOW run AS (PARTITION BY g.company_id, g.content_id ORDER BY g.called_at DESC, g.id DESC)`;
const SUMS = [
  'count(*)',
  'count(*) FILTER (WHERE is_last)',
  'count(*) FILTER (WHERE NOT is_usage_told)',
  'count(*) FILTER (WHERE estimated_cost_usd IS NULL)',
  'sum(api_latency_ms)',
  'sum(total_request_time_ms)',
  ...TOKENS.map((column) => `sum(${column})`),
  ...COSTS.map((column) => `sum(${column}) FILTER (WHERE estimated_cost_usd IS NOT NULL)`),
];
const add = (column: string) => `${column} = d.${column} + EXCLUDED.${column}`;
/** What neither knows stays unknown. */
const addKnown = (column: string) => `${column} = coalesce(d.${column} + EXCLUDED.${column}, d.${column}, EXCLUDED.${column})`;
/**
 * Deletes calls and adds them to their day, in one statement: whoever is killed leaves either both or none. Those of a run that has not ended stay,
 * for its end adds them up.
 */
const ROLL_UP_CALLS = `WITH gone AS (
    DELETE FROM api_usage u USING (
      SELECT company_id, id, called_at FROM api_usage o WHERE called_at < $1 AND NOT EXISTS (
        SELECT FROM content_history h
        WHERE h.company_id = o.company_id AND h.id = o.content_id AND h.created_at < $1 AND h.status = 'pending')
      LIMIT $2) old
    WHERE u.company_id = old.company_id AND u.id = old.id AND u.called_at = old.called_at AND u.called_at < $1
    RETURNING u.*),
  calls AS (${CALLS}),
  added AS (
    INSERT INTO api_usage_daily AS d (${KEY}, ${[...COUNTS, ...TOKENS, ...COSTS].join(', ')}, last_called_at)
    SELECT ${KEY}, ${SUMS.join(', ')}, max(called_at) FROM calls GROUP BY ${KEY}
    ON CONFLICT ON CONSTRAINT api_usage_daily_key DO UPDATE SET ${[...COUNTS, ...TOKENS].map(add).join(', ')},
      ${COSTS.map(addKnown).join(', ')}, last_called_at = greatest(d.last_called_at, EXCLUDED.last_called_at)),
  horizon AS (${horizonAfter('api_usage', 'calls')})
  SELECT count(*) AS rows FROM gone`;

const NUMBERS = [
  'total_duration_ms',
  'prompt_preparation_ms',
  'api_call_ms',
  'response_processing_ms',
  'file_save_ms',
  'memory_usage_mb',
  'cpu_percent',
  'content_length_chars',
  'content_length_words',
  'retry_count',
];
const METRICS = [
  ...NUMBERS.map((name) => `('${name}', g.${name}::numeric)`),
  `('validation_passed', g.validation_passed::integer::numeric)`,
  `('is_retried', (g.retry_count > 0)::integer::numeric)`,
].join(', ');
/** Deletes rows and adds their figures to their day, in one statement: whoever is killed leaves either both or none. */
const ROLL_UP_METRICS = `WITH gone AS (
    DELETE FROM performance_metrics WHERE id IN (SELECT id FROM performance_metrics WHERE measured_at < $1 ORDER BY measured_at LIMIT $2)
    RETURNING *),
  figures AS (
    SELECT g.company_id, (g.measured_at AT TIME ZONE 'UTC')::date AS day, h.content_type, g.cache_hit, m.metric, m.value
    FROM ${RUN_OF('gone')}
    CROSS JOIN LATERAL (VALUES ${METRICS}) m (metric, value) WHERE m.value IS NOT NULL),
  added AS (
    INSERT INTO performance_metrics_daily AS d (company_id, day, content_type, cache_hit, metric, count, sum, min, max)
    SELECT company_id, day, content_type, cache_hit, metric, count(*), sum(value), min(value), max(value)
    FROM figures GROUP BY 1, 2, 3, 4, 5
    ON CONFLICT ON CONSTRAINT performance_metrics_daily_key DO UPDATE SET count = d.count + EXCLUDED.count, sum = d.sum + EXCLUDED.sum,
      min = least(d.min, EXCLUDED.min), max = greatest(d.max, EXCLUDED.max)),
  horizon AS (${horizonAfter('performance_metrics', 'figures')})
  SELECT count(*) AS rows FROM gone`;

/** What is kept of rows that have had their time: their sums by day of UTC. */
@Injectable()
export class SummariesStore {
  /** How many calls before `before`, a midnight of UTC, went into their days; 0 where none is left. */
  async rollUpCalls(tx: Tx, before: string): Promise<number> {
    const [gone] = await tx.query<{ rows: number }>(ROLL_UP_CALLS, [before, MOST_CALLS]);
    return gone?.rows ?? 0;
  }

  /** The same with the figures of runs. */
  async rollUpMetrics(tx: Tx, before: string): Promise<number> {
    const [gone] = await tx.query<{ rows: number }>(ROLL_UP_METRICS, [before, MOST_METRICS]);
    return gone?.rows ?? 0;
  }
}
