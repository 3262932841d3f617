import { Injectable } from '@nestjs/common';
import type { ScheduledPost } from '@smartcontent/contracts';
import type { Tx } from '@smartcontent/database';
import { POST_COLUMNS } from '../post-columns.js';

/** In one order, so that two that stop posts do not wait for one another. A post that was claimed meanwhile is not pending any more. */
const LOCKED = `SELECT id AS locked_id FROM scheduling.scheduled_posts WHERE campaign_id = $1 AND status = ANY ($2::scheduling.schedule_status[])`;

/** Posts that are in memory at once while very many are stopped. */
const PIECE = 2_000;

/** The posts of one campaign, many at a time. */
@Injectable()
export class CampaignPostsStore {
  /** No event tells of it, so the revision stays. What waits for another try waits for it afterwards too. */
  async hold(tx: Tx, campaignId: string): Promise<void> {
    await tx.query(
      `WITH locked AS (${LOCKED} ORDER BY id FOR UPDATE)
       UPDATE scheduling.scheduled_posts SET status = 'paused', resume_at = CASE WHEN retry_count > 0 THEN next_attempt_at END,
              next_attempt_at = NULL, updated_at = clock_timestamp()
         FROM locked WHERE id = locked_id`,
      [campaignId, ['pending']],
    );
  }

  /** Each waits for its instant again, or for that of its next try where it had one; those of which it passed are due at once. */
  async free(tx: Tx, campaignId: string): Promise<number> {
    const rows = await tx.query(
      `WITH locked AS (${LOCKED} ORDER BY id FOR UPDATE)
       UPDATE scheduling.scheduled_posts
          SET status = 'pending', next_attempt_at = greatest(scheduled_time, resume_at), resume_at = NULL, updated_at = clock_timestamp()
         FROM locked WHERE id = locked_id
       RETURNING 1`,
      [campaignId, ['paused']],
    );
    return rows.length;
  }

  /** As many as are stopped at once; none where none are left. */
  lockWaiting(tx: Tx, campaignId: string): Promise<ScheduledPost[]> {
    return this.#lock(tx, campaignId, ['pending', 'paused'], null);
  }

  /** Held ones whose instant passed at least this long ago, as many as are stopped at once. */
  lockOverdue(tx: Tx, campaignId: string, bySeconds: number): Promise<ScheduledPost[]> {
    return this.#lock(tx, campaignId, ['paused'], bySeconds);
  }

  /** In the order of their ids, as they were locked. */
  async stop(tx: Tx, posts: readonly ScheduledPost[], status: 'cancelled' | 'missed', errorCode: string): Promise<ScheduledPost[]> {
    const stopped = await tx.query<ScheduledPost>(
      `UPDATE scheduling.scheduled_posts
          SET status = $2, error_code = $3, next_attempt_at = NULL, resume_at = NULL, revision = revision + 1, updated_at = clock_timestamp()
        WHERE id = ANY ($1)
        RETURNING ${POST_COLUMNS}`,
      [posts.map((post) => post.id), status, errorCode],
    );
    const byId = new Map(stopped.map((post) => [post.id, post]));
    return posts.map((post) => byId.get(post.id) as ScheduledPost);
  }

  #lock(tx: Tx, campaignId: string, statuses: string[], overdueSeconds: number | null): Promise<ScheduledPost[]> {
    return tx.query(
      `SELECT ${POST_COLUMNS} FROM scheduling.scheduled_posts
        WHERE campaign_id = $1 AND status = ANY ($2::scheduling.schedule_status[])
          AND ($3::float8 IS NULL OR scheduled_time <= now() - make_interval(secs => $3))
        ORDER BY id LIMIT ${PIECE} FOR UPDATE`,
      [campaignId, statuses, overdueSeconds],
    );
  }
}
