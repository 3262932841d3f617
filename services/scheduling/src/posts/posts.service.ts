import { Injectable } from '@nestjs/common';
import {
  AppError,
  type CancelScheduledPost,
  type GetScheduledPost,
  type InputOf,
  type ListScheduledPosts,
  type OutputOf,
  PostStopped,
  type RequestContext,
  type ScheduledPost,
} from '@smartcontent/contracts';
import { commitChange, Database, listOf, readPage, type Tx } from '@smartcontent/database';
import { ServiceConfig } from '@smartcontent/service';
import { postEventData } from '../post-event-data.js';
import { canMove } from '../post-transitions.js';
import { PostsStore } from './posts.store.js';

@Injectable()
export class PostsService {
  constructor(
    private readonly database: Database,
    private readonly store: PostsStore,
    private readonly config: ServiceConfig,
  ) {}

  list(input: InputOf<typeof ListScheduledPosts>, context: RequestContext): Promise<OutputOf<typeof ListScheduledPosts>> {
    return readPage(
      { cursorKey: this.config.cursorKey, list: listOf('scheduled-posts', input), ...input },
      (limit, after: [string, string] | null) => this.database.withTenant(context, (tx) => this.store.list(tx, { ...input, limit }, after)),
      (row) => [row.scheduled_time, row.id],
    );
  }

  get(postId: string, context: RequestContext): Promise<OutputOf<typeof GetScheduledPost>> {
    return this.database.withTenant(context, async (tx) => {
      const post = await this.store.find(tx, postId);
      if (!post) throw new AppError('SCHEDULING_POST_NOT_FOUND');
      return { ...post, attempts: await this.store.attempts(tx, postId) };
    });
  }

  cancel(postId: string, context: RequestContext): Promise<OutputOf<typeof CancelScheduledPost>> {
    return this.database.withTenant(context, async (tx) => {
      const before = await this.store.lock(tx, postId);
      if (!before) throw new AppError('SCHEDULING_POST_NOT_FOUND');
      if (!canMove(before.status, 'cancelled')) {
        throw new AppError('SCHEDULING_TRANSITION_ILLEGAL', { data: { status: before.status, step: 'cancel' } });
      }
      return this.#cancelLocked(tx, before, null);
    });
  }

  /** Stops what has not left of a content that was deleted or archived. */
  async cancelForContent(tx: Tx, contentId: string): Promise<void> {
    for (const post of await this.store.lockPendingOfContent(tx, contentId)) await this.#cancelLocked(tx, post, 'CONTENT_WITHDRAWN');
  }

  /** Stops what has not left through an account that was disconnected. */
  async cancelForAccount(tx: Tx, accountId: string): Promise<void> {
    for (const post of await this.store.lockPendingOfAccount(tx, accountId)) await this.#cancelLocked(tx, post, 'ACCOUNT_DISCONNECTED');
  }

  async #cancelLocked(tx: Tx, before: ScheduledPost, errorCode: string | null): Promise<ScheduledPost> {
    const post = await this.store.cancel(tx, before.id, errorCode);
    await commitChange(tx, {
      event: {
        contract: PostStopped,
        aggregateId: post.id,
        aggregateVersion: post.revision,
        data: { ...postEventData(post), status: 'cancelled', error_code: errorCode },
      },
      audit: { table: 'scheduled_posts', operation: 'update', before, after: post },
    });
    return post;
  }
}
