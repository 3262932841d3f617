import { Injectable } from '@nestjs/common';
import { newId, type Tx } from '@smartcontent/database';
import type { Refused } from '../writer.js';

/** A request as it begins. */
export interface NewRun {
  /** Of the generation. */
  readonly id: string;
  readonly companyId: string;
  readonly contentType: 'blog' | 'social' | 'amazon' | 'competitor' | 'other';
  readonly agentName: string;
  readonly prompt: string;
  readonly parameters: object | null;
  readonly metadata: object | null;
  readonly contentFormat: string;
  readonly model: string;
  readonly userId: string | null;
  readonly campaignId: string | null;
}

/** One call of a provider as it is kept; tokens that were not told are 0, costs that nobody can tell null. */
export interface CallRow {
  readonly companyId: string;
  readonly contentId: string;
  readonly reservationId: string;
  readonly endpoint: string;
  readonly method: string;
  readonly model: string;
  readonly tokens: readonly [input: number, output: number, cacheRead: number, cacheWrite: number, reasoning: number];
  readonly isUsageTold: boolean;
  readonly priceVersion: string | null;
  readonly costs: readonly (string | null)[];
  readonly apiLatencyMs: number;
  readonly totalRequestTimeMs: number;
  readonly statusCode: number | null;
  readonly errorType: string | null;
  readonly errorMessage: string | null;
  readonly userId: string | null;
  readonly apiKeyHash: string | null;
}

export interface Outcome {
  readonly id: string;
  readonly companyId: string;
  readonly status: 'success' | 'partial' | 'failed';
  readonly content: string;
  /** That wrote it: another than the one that was asked for where a fallback had to. */
  readonly model: string;
  readonly generationTimeMs: number;
  readonly errorMessage: string | null;
}

export interface Measurement {
  readonly totalDurationMs: number;
  readonly promptPreparationMs: number | null;
  readonly responseProcessingMs: number | null;
  readonly fileSaveMs: number | null;
  readonly memoryUsageMb: number | null;
  readonly cpuPercent: number | null;
  readonly contentLengthChars: number;
  readonly contentLengthWords: number;
  readonly validationPassed: boolean;
  readonly validationErrors: readonly unknown[] | null;
  readonly cacheHit: boolean;
  readonly cacheKey: string | null;
  readonly retryCount: number;
  readonly retryReasons: readonly unknown[];
}

const BEGIN = `WITH key AS (
    INSERT INTO content_history_keys (company_id, content_id, request_id, created_at) VALUES ($2, $1, $3, now()))
  INSERT INTO content_history (id, company_id, request_id, content_type, agent_name, prompt, parameters, metadata, content, content_format,
    model, generation_time_ms, status, user_id, campaign_id, created_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', $9, $10, 0, 'pending', $11, $12, now())`;
/** Of a reservation there is one row, under its id and its time: what a call that was given up for lost did bring takes that row over. */
const RECORD = `INSERT INTO api_usage (company_id, id, content_id, request_id, endpoint, method, model, input_tokens, output_tokens,
    cache_read_tokens, cache_write_tokens, reasoning_tokens, is_usage_told, price_version, input_cost_usd, output_cost_usd, cache_read_cost_usd,
    cache_write_cost_usd, reasoning_cost_usd, api_latency_ms, total_request_time_ms, status_code, success, error_type, error_message, user_id,
    api_key_hash, called_at)
  SELECT $1, $2, $3, k.request_id, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26,
    r.created_at
  FROM content_history_keys k JOIN budget_reservations r ON r.company_id = $1 AND r.id = $2 WHERE k.company_id = $1 AND k.content_id = $3
  ON CONFLICT (company_id, id, called_at) DO UPDATE SET endpoint = EXCLUDED.endpoint, method = EXCLUDED.method, model = EXCLUDED.model,
    input_tokens = EXCLUDED.input_tokens, output_tokens = EXCLUDED.output_tokens, cache_read_tokens = EXCLUDED.cache_read_tokens,
    cache_write_tokens = EXCLUDED.cache_write_tokens, reasoning_tokens = EXCLUDED.reasoning_tokens, is_usage_told = EXCLUDED.is_usage_told,
    price_version = EXCLUDED.price_version, input_cost_usd = EXCLUDED.input_cost_usd, output_cost_usd = EXCLUDED.output_cost_usd,
    cache_read_cost_usd = EXCLUDED.cache_read_cost_usd, cache_write_cost_usd = EXCLUDED.cache_write_cost_usd,
    reasoning_cost_usd = EXCLUDED.reasoning_cost_usd, api_latency_ms = EXCLUDED.api_latency_ms,
    total_request_time_ms = EXCLUDED.total_request_time_ms, status_code = EXCLUDED.status_code, success = EXCLUDED.success,
    error_type = EXCLUDED.error_type, error_message = EXCLUDED.error_message, user_id = EXCLUDED.user_id, api_key_hash = EXCLUDED.api_key_hash`;
/** Where the run has ended before its call: `FINISH` could not see what it used. */
const ADD_TOKENS = `UPDATE content_history h SET input_tokens = h.input_tokens + $3, output_tokens = h.output_tokens + $4,
    cache_read_tokens = h.cache_read_tokens + $5, cache_write_tokens = h.cache_write_tokens + $6, reasoning_tokens = h.reasoning_tokens + $7,
    updated_at = now()
  FROM content_history_keys k WHERE k.company_id = $1 AND k.content_id = $2
    AND h.company_id = $1 AND h.id = $2 AND h.created_at = k.created_at AND h.status <> 'pending'`;
/** Of a call of which nobody came back: where it went, how long it took and what it used is not known; what costs nothing cost nothing. */
const INTERRUPTED = `INSERT INTO api_usage (id, company_id, content_id, request_id, endpoint, method, model, is_usage_told, price_version,
    input_cost_usd, output_cost_usd, cache_read_cost_usd, cache_write_cost_usd, reasoning_cost_usd, api_latency_ms, total_request_time_ms,
    success, error_type, error_message, user_id, called_at)
  SELECT r.id, $1, r.run_id, k.request_id, 'unknown', 'POST', r.model, false, r.price_version, free, free, free, free, free, 0, 0,
    false, 'interrupted', 'nobody came back from this call', h.user_id, r.created_at
  FROM (SELECT *, CASE WHEN amount_usd = 0 THEN 0 END AS free FROM budget_reservations WHERE company_id = $1 AND id = $2) r
  JOIN content_history_keys k ON k.company_id = $1 AND k.content_id = r.run_id
  JOIN content_history h ON h.company_id = $1 AND h.id = r.run_id AND h.created_at = k.created_at
  ON CONFLICT DO NOTHING`;
/** Beside the row of a reservation: what was refused before that call left, and cost nothing. */
const REFUSED = `INSERT INTO api_usage (id, company_id, content_id, request_id, endpoint, method, model, is_usage_told, price_version,
    input_cost_usd, output_cost_usd, cache_read_cost_usd, cache_write_cost_usd, reasoning_cost_usd, api_latency_ms, total_request_time_ms,
    status_code, success, error_type, error_message, user_id, api_key_hash, called_at)
  SELECT $3, company_id, content_id, request_id, $4, $5, model, true, price_version, free, free, free, free, free, $6, $6,
    $7, false, $8, $9, user_id, api_key_hash, called_at
  FROM (SELECT u.*, CASE WHEN u.price_version IS NOT NULL THEN 0 END AS free FROM api_usage u
    JOIN budget_reservations r ON r.company_id = $1 AND r.id = $2 WHERE u.company_id = $1 AND u.id = $2 AND u.called_at = r.created_at) u`;
const TAKE_BACK = `DELETE FROM api_usage u USING budget_reservations r
  WHERE r.company_id = $1 AND r.id = $2 AND u.company_id = $1 AND u.id = $2 AND u.called_at = r.created_at AND u.error_type = 'interrupted'`;
/** Its time leads to its partition, and its calls are not older; what it used is what its calls used. */
const FINISH = `WITH used AS (
    SELECT coalesce(sum(input_tokens), 0) AS input, coalesce(sum(output_tokens), 0) AS output, coalesce(sum(cache_read_tokens), 0) AS cache_read,
      coalesce(sum(cache_write_tokens), 0) AS cache_write, coalesce(sum(reasoning_tokens), 0) AS reasoning
    FROM api_usage WHERE company_id = $2 AND content_id = $1
      AND called_at >= (SELECT created_at FROM content_history_keys WHERE company_id = $2 AND content_id = $1))
  UPDATE content_history h SET content = $3, status = $4, model = $5, generation_time_ms = $6, error_message = $7, updated_at = now(),
    input_tokens = used.input, output_tokens = used.output, cache_read_tokens = used.cache_read, cache_write_tokens = used.cache_write,
    reasoning_tokens = used.reasoning
  FROM content_history_keys k, used
  WHERE k.company_id = $2 AND k.content_id = $1 AND h.company_id = $2 AND h.id = $1 AND h.created_at = k.created_at`;
/** Alike, where nothing is known but that it ended. */
const END_PENDING = `WITH used AS (
    SELECT coalesce(sum(input_tokens), 0) AS input, coalesce(sum(output_tokens), 0) AS output, coalesce(sum(cache_read_tokens), 0) AS cache_read,
      coalesce(sum(cache_write_tokens), 0) AS cache_write, coalesce(sum(reasoning_tokens), 0) AS reasoning
    FROM api_usage WHERE company_id = $1 AND content_id = $2
      AND called_at >= (SELECT created_at FROM content_history_keys WHERE company_id = $1 AND content_id = $2))
  UPDATE content_history h SET status = 'failed', error_message = $3, updated_at = now(),
    input_tokens = used.input, output_tokens = used.output, cache_read_tokens = used.cache_read, cache_write_tokens = used.cache_write,
    reasoning_tokens = used.reasoning
  FROM content_history_keys k, used
  WHERE k.company_id = $1 AND k.content_id = $2 AND h.company_id = $1 AND h.id = $2 AND h.created_at = k.created_at AND h.status = 'pending'`;
/** The time of its calls is that of all of them. */
const MEASURE = `INSERT INTO performance_metrics (id, company_id, content_id, request_id, total_duration_ms, prompt_preparation_ms,
    response_processing_ms, file_save_ms, memory_usage_mb, cpu_percent, content_length_chars, content_length_words, validation_passed,
    validation_errors, cache_hit, cache_key, retry_count, retry_reasons, api_call_ms)
  SELECT $1, $2, $3, k.request_id, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, (
    SELECT least(coalesce(sum(u.api_latency_ms), 0), 2147483647)::integer FROM api_usage u
    WHERE u.company_id = $2 AND u.content_id = $3 AND u.called_at >= k.created_at)
  FROM content_history_keys k WHERE k.company_id = $2 AND k.content_id = $3`;

/** Hand every place its company: a job works for all of them. */
@Injectable()
export class LedgerStore {
  async begin(tx: Tx, run: NewRun, requestId: string): Promise<void> {
    const { id, companyId, contentType, agentName, prompt, parameters, metadata, contentFormat, model, userId, campaignId } = run;
    const documents = [json(parameters), json(metadata)];
    await tx.query(BEGIN, [
      id,
      companyId,
      requestId,
      contentType,
      agentName,
      prompt,
      ...documents,
      contentFormat,
      model,
      userId,
      campaignId,
    ]);
  }

  async record(tx: Tx, call: CallRow): Promise<void> {
    const { companyId, contentId, reservationId, endpoint, method, model, tokens, isUsageTold, priceVersion, costs } = call;
    const { apiLatencyMs, totalRequestTimeMs, statusCode, errorType, errorMessage, userId, apiKeyHash } = call;
    const used = [endpoint, method, model, ...tokens, isUsageTold, priceVersion, ...costs];
    const went = [apiLatencyMs, totalRequestTimeMs, statusCode, errorType === null, errorType, errorMessage, userId, apiKeyHash];
    await tx.query(RECORD, [companyId, reservationId, contentId, ...used, ...went]);
    await tx.query(ADD_TOKENS, [companyId, contentId, ...tokens]);
  }

  /** A row for a call of which nobody came back, until somebody does. */
  async recordInterrupted(tx: Tx, { companyId, reservationId }: Pick<CallRow, 'companyId' | 'reservationId'>): Promise<void> {
    await tx.query(INTERRUPTED, [companyId, reservationId]);
  }

  async recordRefused(tx: Tx, { companyId, reservationId }: Pick<CallRow, 'companyId' | 'reservationId'>, refused: Refused): Promise<void> {
    const { endpoint, method, latencyMs, statusCode, reason, message } = refused;
    await tx.query(REFUSED, [companyId, reservationId, newId(), endpoint, method, latencyMs, statusCode, reason, message]);
  }

  /** For a call that was given up for lost and had never left. */
  async takeBack(tx: Tx, { companyId, reservationId }: Pick<CallRow, 'companyId' | 'reservationId'>): Promise<void> {
    await tx.query(TAKE_BACK, [companyId, reservationId]);
  }

  async finish(tx: Tx, { id, companyId, content, status, model, generationTimeMs, errorMessage }: Outcome): Promise<void> {
    await tx.query(FINISH, [id, companyId, content, status, model, generationTimeMs, errorMessage]);
  }

  /** Nothing where it has ended. */
  async endPending(tx: Tx, { id, companyId, errorMessage }: Pick<Outcome, 'id' | 'companyId' | 'errorMessage'>): Promise<void> {
    await tx.query(END_PENDING, [companyId, id, errorMessage]);
  }

  async measure(tx: Tx, companyId: string, contentId: string, measured: Measurement): Promise<void> {
    const { totalDurationMs, promptPreparationMs, responseProcessingMs, fileSaveMs, memoryUsageMb, cpuPercent } = measured;
    const { contentLengthChars, contentLengthWords, validationPassed, validationErrors, cacheHit, cacheKey, retryCount, retryReasons } =
      measured;
    const times = [totalDurationMs, promptPreparationMs, responseProcessingMs, fileSaveMs, memoryUsageMb, cpuPercent];
    const result = [contentLengthChars, contentLengthWords, validationPassed, json(validationErrors)];
    await tx.query(MEASURE, [newId(), companyId, contentId, ...times, ...result, cacheHit, cacheKey, retryCount, json(retryReasons)]);
  }
}

function json(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value);
}
