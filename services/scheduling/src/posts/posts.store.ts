import { Injectable } from '@nestjs/common';
import {
  type GetScheduledPost,
  type InputOf,
  type ListScheduledPosts,
  type OutputOf,
  orderOf,
  type ScheduledPost,
  type SchedulePost,
} from '@smartcontent/contracts';
import { listStatement, type Tx } from '@smartcontent/database';
import { POST_COLUMNS } from '../post-columns.js';

type NewPost = InputOf<typeof SchedulePost> &
  Pick<ScheduledPost, 'id' | 'company_id' | 'version_hash' | 'platform' | 'status'> & { created_by: string };
type ListInput = InputOf<typeof ListScheduledPosts>;
type Attempt = OutputOf<typeof GetScheduledPost>['attempts'][number];

/** Nothing happens by itself any more, and whoever holds a claim has lost it. */
const SETTLED = `next_attempt_at = NULL, lease_token = NULL, lease_expires_at = NULL, revision = revision + 1, updated_at = clock_timestamp()`;

@Injectable()
export class PostsStore {
  /** Undefined where the same version already waits for the same account and instant. */
  insert(tx: Tx, post: NewPost): Promise<ScheduledPost | undefined> {
    return tx.one(
      `INSERT INTO scheduling.scheduled_posts
         (id, company_id, content_id, version_id, version_hash, platform, platform_account_id, scheduled_time, created_by, campaign_id, status,
          next_attempt_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, CASE WHEN $11 = 'pending'::scheduling.schedule_status THEN $8::timestamptz END)
       ON CONFLICT DO NOTHING
       RETURNING ${POST_COLUMNS}`,
      [
        post.id,
        post.company_id,
        post.content_id,
        post.version_id,
        post.version_hash,
        post.platform,
        post.platform_account_id,
        post.scheduled_time,
        post.created_by,
        post.campaign_id,
        post.status,
      ],
    );
  }

  find(tx: Tx, postId: string): Promise<ScheduledPost | undefined> {
    return tx.one(`SELECT ${POST_COLUMNS} FROM scheduling.scheduled_posts WHERE id = $1`, [postId]);
  }

  lock(tx: Tx, postId: string): Promise<ScheduledPost | undefined> {
    return tx.one(`SELECT ${POST_COLUMNS} FROM scheduling.scheduled_posts WHERE id = $1 FOR UPDATE`, [postId]);
  }

  lockPendingOfContent(tx: Tx, contentId: string): Promise<ScheduledPost[]> {
    return tx.query(
      `SELECT ${POST_COLUMNS} FROM scheduling.scheduled_posts
        WHERE content_id = $1 AND status IN ('pending', 'paused') ORDER BY id FOR UPDATE`,
      [contentId],
    );
  }

  lockPendingOfAccount(tx: Tx, accountId: string): Promise<ScheduledPost[]> {
    return tx.query(
      `SELECT ${POST_COLUMNS} FROM scheduling.scheduled_posts
        WHERE platform_account_id = $1 AND status IN ('pending', 'paused') ORDER BY id FOR UPDATE`,
      [accountId],
    );
  }

  attempts(tx: Tx, postId: string): Promise<Attempt[]> {
    return tx.query(
      `SELECT number, started_at, finished_at, outcome, status_code, error_message
         FROM scheduling.post_attempts WHERE post_id = $1 ORDER BY number`,
      [postId],
    );
  }

  /** One row more than the page, so that the caller knows whether another follows. */
  list(tx: Tx, input: ListInput, after: [string, string] | null): Promise<ScheduledPost[]> {
    const { limit, status, content_id, campaign_id, scheduled_time_from, scheduled_time_to, sort } = input;
    const { text, values } = listStatement({
      columns: POST_COLUMNS,
      table: 'scheduling.scheduled_posts',
      equal: { status, content_id, campaign_id },
      ranges: { scheduled_time: [scheduled_time_from, scheduled_time_to] },
      order: orderOf(sort),
      after,
      limit,
    });
    return tx.query(text, values);
  }

  /** By a person. If the last call arrived, it arrived when it was made. */
  async settlePublished(tx: Tx, postId: string, platformPostId: string | null): Promise<ScheduledPost> {
    const rows = await tx.query<ScheduledPost>(
      `UPDATE scheduling.scheduled_posts
          SET status = 'published', platform_post_id = $2, error_code = NULL, error_message = NULL,
              published_at = coalesce((SELECT max(started_at) FROM scheduling.post_attempts a WHERE a.post_id = $1), clock_timestamp()), ${SETTLED}
        WHERE id = $1
        RETURNING ${POST_COLUMNS}`,
      [postId, platformPostId],
    );
    return rows[0] as ScheduledPost;
  }

  async settleFailed(tx: Tx, postId: string, note: string | null): Promise<ScheduledPost> {
    const rows = await tx.query<ScheduledPost>(
      `UPDATE scheduling.scheduled_posts
          SET status = 'failed', error_code = 'SETTLED_FAILED', error_message = $2, ${SETTLED}
        WHERE id = $1
        RETURNING ${POST_COLUMNS}`,
      [postId, note],
    );
    return rows[0] as ScheduledPost;
  }

  async cancel(tx: Tx, postId: string, errorCode: string | null): Promise<ScheduledPost> {
    const rows = await tx.query<ScheduledPost>(
      `UPDATE scheduling.scheduled_posts
          SET status = 'cancelled', error_code = $2, next_attempt_at = NULL, resume_at = NULL, revision = revision + 1, updated_at = now()
        WHERE id = $1
        RETURNING ${POST_COLUMNS}`,
      [postId, errorCode],
    );
    return rows[0] as ScheduledPost;
  }
}
