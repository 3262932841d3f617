import { Injectable } from '@nestjs/common';
import type { ScheduledPost } from '@smartcontent/contracts';
import type { Tx } from '@smartcontent/database';
import { POST_COLUMNS } from '../post-columns.js';

/** A post that this dispatcher alone may move until its lease ends. */
export interface ClaimedPost extends ScheduledPost {
  readonly lease_token: string;
  readonly lease_expires_at: string;
}

/** A post that was claimed for a call. */
export interface DuePost extends ClaimedPost {
  /** Number of the attempt row that waits for the call's outcome. */
  readonly attempt_number: number;
}

/** What a call or a look-up leaves behind in the post's row. */
export interface PostResult {
  readonly status: ScheduledPost['status'];
  readonly error_code: string | null;
  readonly error_message: string | null;
  readonly platform_post_id: string | null;
  /** Seconds until it is looked at again; null where nothing more happens by itself. */
  readonly again_in_seconds: number | null;
  readonly counts_as_retry: boolean;
  /** The step is told by an event, and so moves the revision on. */
  readonly is_told: boolean;
}

/** What a call leaves behind in its attempt's row. */
interface AttemptEnd {
  readonly outcome: 'published' | 'failed' | 'unknown';
  readonly statusCode: number | null;
  readonly message: string | null;
}

/** So many of the earliest due posts are looked at for each claim. */
const DUE_WINDOW = 1_000;

const CLAIMED = `${POST_COLUMNS}, lease_token, lease_expires_at`;

/** SQL of the dispatcher. Every clock is the database's, so that replicas agree. */
@Injectable()
export class DispatchStore {
  /**
   * Takes due posts for `token` and writes their attempt rows: both stand before any call leaves. Of one account it takes a few
   * at a time and of those in `busyAccounts` none, so that a slow receiver delays its own posts only.
   */
  claimDue(
    tx: Tx,
    token: string,
    leaseSeconds: number,
    limit: number,
    perAccount: number,
    busyAccounts: readonly string[],
  ): Promise<DuePost[]> {
    return tx.query(
      `WITH due AS (
         SELECT id AS due_id FROM scheduling.scheduled_posts
          WHERE status = 'pending' AND next_attempt_at <= now() AND id IN (
            SELECT id FROM (
              SELECT id, row_number() OVER (PARTITION BY platform_account_id ORDER BY next_attempt_at) AS place FROM (
                SELECT id, platform_account_id, next_attempt_at FROM scheduling.scheduled_posts
                 WHERE status = 'pending' AND next_attempt_at <= now() AND platform_account_id <> ALL ($5::uuid[])
                 ORDER BY next_attempt_at LIMIT ${DUE_WINDOW}
              ) earliest
            ) placed WHERE place <= $4
          )
          ORDER BY next_attempt_at LIMIT $3 FOR UPDATE SKIP LOCKED
       ), claimed AS (
         UPDATE scheduling.scheduled_posts
            SET status = 'publishing', lease_token = $1, lease_expires_at = now() + make_interval(secs => $2), next_attempt_at = NULL,
                updated_at = clock_timestamp()
           FROM due WHERE id = due_id
         RETURNING ${CLAIMED}
       ), attempt AS (
         INSERT INTO scheduling.post_attempts (id, company_id, post_id, number)
         SELECT uuidv7(), company_id, id, 1 + (SELECT count(*) FROM scheduling.post_attempts made WHERE made.post_id = claimed.id)
           FROM claimed
         RETURNING post_id, number
       )
       SELECT claimed.*, attempt.number AS attempt_number FROM claimed JOIN attempt ON post_id = claimed.id ORDER BY scheduled_time, claimed.id`,
      [token, leaseSeconds, limit, perAccount, busyAccounts],
    );
  }

  /** Takes posts of unknown outcome whose look-up is due. */
  claimUnknown(tx: Tx, token: string, leaseSeconds: number, limit: number): Promise<ClaimedPost[]> {
    return tx.query(
      `WITH due AS (
         SELECT id AS due_id FROM scheduling.scheduled_posts
          WHERE status = 'unknown' AND next_attempt_at <= now()
          ORDER BY next_attempt_at LIMIT $3 FOR UPDATE SKIP LOCKED
       )
       UPDATE scheduling.scheduled_posts
          SET lease_token = $1, lease_expires_at = now() + make_interval(secs => $2),
              next_attempt_at = now() + make_interval(secs => $2)
         FROM due WHERE id = due_id
       RETURNING ${CLAIMED}`,
      [token, leaseSeconds, limit],
    );
  }

  /** Posts whose dispatcher died during the call: nobody knows whether they left, so the next step is a look-up. */
  async orphan(tx: Tx): Promise<void> {
    await tx.query(
      `WITH orphan AS (
         SELECT id AS orphan_id FROM scheduling.scheduled_posts
          WHERE status = 'publishing' AND lease_expires_at < now() FOR UPDATE SKIP LOCKED
       ), ended AS (
         UPDATE scheduling.post_attempts SET finished_at = now(), outcome = 'unknown', error_message = 'the dispatcher ended during the call'
           FROM orphan WHERE post_id = orphan_id AND outcome IS NULL
       )
       UPDATE scheduling.scheduled_posts
          SET status = 'unknown', lease_token = NULL, lease_expires_at = NULL, next_attempt_at = now(), updated_at = clock_timestamp()
         FROM orphan WHERE id = orphan_id`,
    );
  }

  /** Posts that were never tried within their window: too late is worse than not at all. */
  markMissed(tx: Tx, windowSeconds: number, limit: number): Promise<ScheduledPost[]> {
    return tx.query(
      `WITH late AS (
         SELECT id AS late_id FROM scheduling.scheduled_posts
          WHERE status = 'pending' AND retry_count = 0 AND next_attempt_at < now() - make_interval(secs => $1)
          ORDER BY next_attempt_at LIMIT $2 FOR UPDATE SKIP LOCKED
       )
       UPDATE scheduling.scheduled_posts
          SET status = 'missed', error_code = 'WINDOW_MISSED', next_attempt_at = NULL, revision = revision + 1, updated_at = now()
         FROM late WHERE id = late_id
       RETURNING ${POST_COLUMNS}`,
      [windowSeconds, limit],
    );
  }

  /** Seconds until the next post, or look-up if those count, is due; negative when one waits already, null when none does. */
  async secondsToNext(tx: Tx, lookUpsCount: boolean): Promise<number | null> {
    const row = await tx.one<{ seconds: number | null }>(
      `SELECT extract(epoch FROM min(next_attempt_at) - clock_timestamp())::float8 AS seconds
         FROM scheduling.scheduled_posts WHERE next_attempt_at IS NOT NULL AND ($1 OR status <> 'unknown')`,
      [lookUpsCount],
    );
    return row?.seconds ?? null;
  }

  /** Ends this call's own attempt, whoever holds the lease now: what the platform said is worth more than the `unknown` of `orphan`. */
  async finishAttempt(tx: Tx, post: DuePost, { outcome, statusCode, message }: AttemptEnd): Promise<void> {
    await tx.query(
      `UPDATE scheduling.post_attempts SET finished_at = now(), outcome = $3, status_code = $4, error_message = $5
        WHERE post_id = $1 AND number = $2`,
      [post.id, post.attempt_number, outcome, statusCode, message],
    );
  }

  /** Undefined where the lease was lost meanwhile: another dispatcher decides then. */
  finish(tx: Tx, post: ClaimedPost, result: PostResult): Promise<ScheduledPost | undefined> {
    return tx.one(
      `UPDATE scheduling.scheduled_posts
          SET status = $3, error_code = $4, error_message = $5, platform_post_id = coalesce($6, platform_post_id),
              published_at = CASE WHEN $3 = 'published'::scheduling.schedule_status THEN clock_timestamp() END,
              next_attempt_at = CASE WHEN $3 <> 'paused'::scheduling.schedule_status THEN clock_timestamp() + make_interval(secs => $7) END,
              resume_at = CASE WHEN $3 = 'paused'::scheduling.schedule_status THEN clock_timestamp() + make_interval(secs => $7) END,
              retry_count = retry_count + $8, revision = revision + $9,
              lease_token = NULL, lease_expires_at = NULL, updated_at = clock_timestamp()
        WHERE id = $1 AND lease_token = $2
        RETURNING ${POST_COLUMNS}`,
      [
        post.id,
        post.lease_token,
        result.status,
        result.error_code,
        result.error_message,
        result.platform_post_id,
        result.again_in_seconds,
        result.counts_as_retry ? 1 : 0,
        result.is_told ? 1 : 0,
      ],
    );
  }
}
