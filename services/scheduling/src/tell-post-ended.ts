import { PostPublished, PostStopped, type ScheduledPost } from '@smartcontent/contracts';
import { commitChange, type Tx } from '@smartcontent/database';
import { postEventData } from './post-event-data.js';

/** Event and audit row of a post that was published, failed, is left to a person, or ended with its campaign. */
export function tellPostEnded(tx: Tx, before: ScheduledPost, post: ScheduledPost): Promise<void> {
  const audit = { table: 'scheduled_posts', operation: 'update', before, after: post } as const;
  const base = { aggregateId: post.id, aggregateVersion: post.revision };
  const data = postEventData(post);
  if (post.status === 'published') {
    const published = { ...data, published_at: post.published_at as string, platform_post_id: post.platform_post_id };
    return commitChange(tx, { event: { ...base, contract: PostPublished, data: published }, audit });
  }
  const stopped = { ...data, status: post.status as 'failed' | 'unknown' | 'cancelled', error_code: post.error_code };
  return commitChange(tx, { event: { ...base, contract: PostStopped, data: stopped }, audit });
}
