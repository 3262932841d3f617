import { Injectable } from '@nestjs/common';
import type { Tx } from '@smartcontent/database';
import { horizonAfter } from './horizon-after.store.js';

/** Texts are long. */
const MOST_TEXTS = 100;
const MOST_DAYS = 2_000;
const COLUMNS = `id, company_id, request_id, content_type, agent_name, prompt, parameters, metadata, content, content_format, model, input_tokens,
  output_tokens, cache_read_tokens, cache_write_tokens, reasoning_tokens, generation_time_ms, status, error_message, created_at, updated_at,
  user_id, campaign_id`;
/** In one statement, so that a row is always in one of the two. A run that has not ended stays where its end looks for it. */
const ARCHIVE = `WITH moved AS (
    DELETE FROM content_history h USING (
      SELECT company_id, id, created_at FROM content_history WHERE created_at < $1 AND status <> 'pending' LIMIT $2) old
    WHERE h.company_id = old.company_id AND h.id = old.id AND h.created_at = old.created_at AND h.created_at < $1
    RETURNING h.*),
  kept AS (INSERT INTO content_history_archive (${COLUMNS}) SELECT ${COLUMNS} FROM moved)
  SELECT count(*) AS rows FROM moved`;
const DROP_DAYS = (table: DailyTable) => `WITH gone AS (
    DELETE FROM ${table} WHERE (tableoid, ctid) IN (SELECT tableoid, ctid FROM ${table} WHERE day < $1::date LIMIT $2) RETURNING company_id, day),
  horizon AS (${horizonAfter(table, 'gone')})
  SELECT count(*) AS rows FROM gone`;

type DailyTable = 'api_usage_daily' | 'performance_metrics_daily';

@Injectable()
export class RetentionStore {
  /** False while another transaction puts usage away: two could wait for each other's days, and each would leave a run that they share to the other. */
  async isAlone(tx: Tx): Promise<boolean> {
    const [lock] = await tx.query<{ isMine: boolean }>(`SELECT pg_try_advisory_xact_lock(hashtext('generation retention')) AS "isMine"`);
    return lock?.isMine ?? false;
  }

  /** How many of those before `before` moved; 0 where none is left. */
  async archive(tx: Tx, before: string): Promise<number> {
    const [moved] = await tx.query<{ rows: number }>(ARCHIVE, [before, MOST_TEXTS]);
    return moved?.rows ?? 0;
  }

  /** How many rows of days before `before`, a midnight of UTC, were deleted. */
  async dropDays(tx: Tx, table: DailyTable, before: string): Promise<number> {
    const [gone] = await tx.query<{ rows: number }>(DROP_DAYS(table), [before.slice(0, 10), MOST_DAYS]);
    return gone?.rows ?? 0;
  }

  /** Name of a partition that was dropped since nothing of it is left; null where there is none. */
  async dropPartition(tx: Tx, historyBefore: string, usageBefore: string): Promise<string | null> {
    const [dropped] = await tx.query<{ name: string | null }>('SELECT drop_usage_partition($1, $2) AS name', [historyBefore, usageBefore]);
    return dropped?.name ?? null;
  }
}
