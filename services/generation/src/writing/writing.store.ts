import { Injectable } from '@nestjs/common';
import type { Tx } from '@smartcontent/database';
import { type ClaimedRun, RUN_COLUMNS, type StoredRun } from '../run-columns.js';
import type { Room } from './room.js';

/** How an attempt leaves its run. */
export interface RunResult {
  readonly status: 'pending' | 'succeeded' | 'failed';
  readonly model: string;
  readonly modelIndex: number;
  readonly modelAttempts: number;
  /** Until it is looked at again; null once it has ended. */
  readonly delaySeconds: number | null;
  readonly reason: string | null;
  readonly validationErrors: readonly string[] | null;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly output: string | null;
  readonly title: string | null;
  readonly cacheHit: boolean;
  readonly cacheKey: string | null;
}

const HELD = `id = $1 AND lease_token = $2 AND status = 'running'`;

/** Of each claim so many more are looked at: another replica may just be taking some of them. */
const SPARE = 8;
/**
 * Goes from company to company by the index (its order leads Postgres to it), and takes the earliest of each: what it reads grows with the
 * companies that wait, not with what they queued or have done.
 */
const CLAIM = `WITH RECURSIVE waiting AS (
    (SELECT company_id FROM generation.runs WHERE wake_at IS NOT NULL ORDER BY company_id, wake_at, id LIMIT 1)
    UNION ALL
    SELECT (SELECT company_id FROM generation.runs WHERE wake_at IS NOT NULL AND company_id > w.company_id
             ORDER BY company_id, wake_at, id LIMIT 1)
      FROM waiting w WHERE company_id IS NOT NULL
  ), under_way AS MATERIALIZED (
    SELECT company_id, count(*) AS runs FROM generation.runs WHERE status = 'running' AND wake_at > now() GROUP BY company_id
  ), placed AS (
    SELECT earliest.id, earliest.wake_at, coalesce(under_way.runs, 0) + earliest.place AS turn
      FROM waiting w LEFT JOIN under_way USING (company_id)
      LEFT JOIN unnest($5::uuid[], $6::integer[]) AS here (company_id, runs) USING (company_id)
      CROSS JOIN LATERAL (
        SELECT id, wake_at, row_number() OVER (ORDER BY wake_at, id) AS place FROM generation.runs
         WHERE company_id = w.company_id AND wake_at <= now() ORDER BY wake_at, id LIMIT greatest($4 - coalesce(here.runs, 0), 0)
      ) earliest
     ORDER BY turn, earliest.wake_at LIMIT $3::bigint * ${SPARE}
  ), due AS (
    SELECT runs.id AS due_id FROM generation.runs JOIN placed USING (id, wake_at)
     ORDER BY turn, runs.wake_at LIMIT $3::bigint FOR UPDATE OF runs SKIP LOCKED
  )
  UPDATE generation.runs
     SET status = 'running', lease_token = $1, wake_at = now() + make_interval(secs => $2), started_at = coalesce(started_at, clock_timestamp())
    FROM due WHERE id = due_id
  RETURNING ${RUN_COLUMNS}, lease_token, is_calling`;

/** SQL of the job that writes drafts. Every clock is the database's, so that replicas agree. */
@Injectable()
export class WritingStore {
  /**
   * Takes runs that are due, or whose process died. Companies take turns: whose fewest runs are under way, on all replicas, comes first, so
   * that nobody waits behind what another one queued; of one company this process has `perCompany` in hand at most.
   */
  claim(tx: Tx, token: string, leaseSeconds: number, { runs, perCompany, inHand }: Room): Promise<ClaimedRun[]> {
    return tx.query(CLAIM, [token, leaseSeconds, runs, perCompany, [...inHand.keys()], [...inHand.values()]]);
  }

  /** Seconds until the next run is due; negative when one waits already, null when none does. */
  async secondsToNext(tx: Tx): Promise<number | null> {
    const row = await tx.one<{ seconds: number | null }>(
      `SELECT extract(epoch FROM min(wake_at) - clock_timestamp())::float8 AS seconds FROM generation.runs WHERE wake_at IS NOT NULL`,
      [],
    );
    return row?.seconds ?? null;
  }

  /** False where the run is no longer this process's. */
  async renew(tx: Tx, { id, lease_token }: ClaimedRun, leaseSeconds: number): Promise<boolean> {
    const renewed = await tx.one(
      `UPDATE generation.runs SET wake_at = clock_timestamp() + make_interval(secs => $3) WHERE ${HELD} RETURNING id`,
      [id, lease_token, leaseSeconds],
    );
    return renewed !== undefined;
  }

  /** Counts the attempt before its call leaves. Undefined where the run is no longer this process's. */
  beginCall(tx: Tx, { id, lease_token }: ClaimedRun, model: string): Promise<StoredRun | undefined> {
    return tx.one(
      `UPDATE generation.runs SET attempts = attempts + 1, model_attempts = model_attempts + 1, model = $3, is_calling = true
        WHERE ${HELD} RETURNING ${RUN_COLUMNS}`,
      [id, lease_token, model],
    );
  }

  /** Nobody else moves the run until this transaction ends, whose ever it is. Undefined where it is no longer this process's. */
  async hold(tx: Tx, { id, lease_token }: ClaimedRun): Promise<StoredRun | undefined> {
    await tx.query('SELECT 1 FROM generation.runs WHERE id = $1 FOR UPDATE', [id]);
    return tx.one(`SELECT ${RUN_COLUMNS} FROM generation.runs WHERE ${HELD}`, [id, lease_token]);
  }

  /** An end moves the revision on: it is told by an event. */
  async keep(tx: Tx, { id, lease_token }: ClaimedRun, result: RunResult): Promise<StoredRun> {
    const isEnd = result.delaySeconds === null;
    const rows = await tx.query<StoredRun>(
      `UPDATE generation.runs
          SET status = $3, model = $4, model_index = $5, model_attempts = $6, is_calling = false, lease_token = NULL,
              wake_at = CASE WHEN $7::float8 IS NULL THEN NULL ELSE clock_timestamp() + make_interval(secs => $7) END,
              retry_reasons = CASE WHEN $8::text IS NULL THEN retry_reasons ELSE retry_reasons || to_jsonb($8::text) END,
              validation_errors = $9, error_code = $10, error_message = $11, output = $12, title = coalesce(title, $13),
              cache_hit = $14, cache_key = $15, revision = revision + $16, finished_at = CASE WHEN $7::float8 IS NULL THEN clock_timestamp() END
        WHERE ${HELD} RETURNING ${RUN_COLUMNS}`,
      [
        ...[id, lease_token, result.status, result.model, result.modelIndex, result.modelAttempts, result.delaySeconds, result.reason],
        result.validationErrors === null ? null : JSON.stringify(result.validationErrors),
        ...[result.errorCode, result.errorMessage, result.output, result.title, result.cacheHit, result.cacheKey, isEnd ? 1 : 0],
      ],
    );
    return rows[0] as StoredRun;
  }

  /** Back to where it was, as if nobody had taken it: what it needs could not be read. A call that was counted was not made. */
  async putBack(tx: Tx, { id, lease_token }: ClaimedRun, delaySeconds: number): Promise<void> {
    await tx.query(
      `UPDATE generation.runs
          SET status = 'pending', lease_token = NULL, wake_at = clock_timestamp() + make_interval(secs => $3), is_calling = false,
              attempts = attempts - is_calling::int, model_attempts = model_attempts - is_calling::int
        WHERE ${HELD}`,
      [id, lease_token, delaySeconds],
    );
  }
}
