import { Injectable } from '@nestjs/common';
import { AppError, type InputOf, type RequestContext, type ScheduledPost, type SettlePost } from '@smartcontent/contracts';
import { Database } from '@smartcontent/database';
import { SchedulingTelemetry } from '../telemetry.js';
import { tellPostEnded } from '../tell-post-ended.js';
import { PostsStore } from './posts.store.js';

/** What somebody saw on the platform decides where the dispatcher does not know: posts of unknown outcome, and no others. */
@Injectable()
export class SettlePostService {
  constructor(
    private readonly database: Database,
    private readonly store: PostsStore,
    private readonly telemetry: SchedulingTelemetry,
  ) {}

  /** A look-up that is under way loses its claim, so that what it brings is not kept any more. */
  settle({ post_id, outcome, ...told }: InputOf<typeof SettlePost>, context: RequestContext): Promise<ScheduledPost> {
    return this.database.withTenant(context, async (tx) => {
      const before = await this.store.lock(tx, post_id);
      if (!before) throw new AppError('SCHEDULING_POST_NOT_FOUND');
      if (before.status !== 'unknown') {
        throw new AppError('SCHEDULING_TRANSITION_ILLEGAL', { data: { status: before.status, step: 'settle' } });
      }
      const after =
        outcome === 'published'
          ? await this.store.settlePublished(tx, post_id, told.platform_post_id ?? null)
          : await this.store.settleFailed(tx, post_id, told.note ?? null);
      await tellPostEnded(tx, before, after);
      tx.afterCommit(() => this.telemetry.postMoved(after));
      return after;
    });
  }
}
