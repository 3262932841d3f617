import { Injectable } from '@nestjs/common';
import {
  AppError,
  type InputOf,
  type MoveCampaignPosts,
  type MovedPosts,
  PostStopped,
  type RequestContext,
  type ScheduledPost,
} from '@smartcontent/contracts';
import { commitChange, commitChanges, Database, type Tx } from '@smartcontent/database';
import { DueSignal } from '../due-signal.js';
import { MISSED_AFTER_SECONDS } from '../missed-window.js';
import { postEventData } from '../post-event-data.js';
import { SchedulingTelemetry } from '../telemetry.js';
import { CampaignPostsStore } from './campaign-posts.store.js';
import { CampaignStatesStore, type CampaignStep, type Done } from './campaign-states.store.js';

type Input = InputOf<typeof MoveCampaignPosts>;
type Overdue = Input['overdue'];

const NOTHING: Done = { freed: 0, cancelled: 0, missed: 0 };

/** Stops, frees and ends the posts of a campaign as that goes through its life. */
@Injectable()
export class MovePostsService {
  constructor(
    private readonly database: Database,
    private readonly states: CampaignStatesStore,
    private readonly posts: CampaignPostsStore,
    private readonly due: DueSignal,
    private readonly telemetry: SchedulingTelemetry,
  ) {}

  answer({ campaign_id, campaign_revision, to, overdue }: Input, context: RequestContext): Promise<MovedPosts> {
    const step = { campaignId: campaign_id, revision: campaign_revision, hold: to };
    return this.database.withTenant(context, (tx) => this.move(tx, step, overdue));
  }

  /**
   * Every post that is not claimed at this instant is moved, and the campaign's turn is kept until the commit: a call that is under way
   * finds, when it ends, whether it may be tried again.
   */
  async move(tx: Tx, step: CampaignStep, overdue: Overdue): Promise<MovedPosts> {
    const companyId = tx.context?.actor.company_id;
    if (!companyId) throw new AppError('PLATFORM_ACTOR_REFUSED', { detail: 'This needs an actor inside a company' });
    if (!(await this.states.take(tx, companyId, step))) return this.states.counts(tx, step);
    await this.states.keepDone(tx, step.campaignId, await this.#act(tx, step, overdue));
    const counts = await this.states.counts(tx, step);
    const after = { campaign_id: step.campaignId, revision: step.revision, hold: step.hold, ...counts };
    await commitChange(tx, { event: null, audit: { table: 'campaign_states', operation: 'update', after } });
    tx.afterCommit(() => {
      this.telemetry.campaignMoved(step.campaignId, step.hold, counts);
      if (counts.freed > 0) this.due.raise();
    });
    return counts;
  }

  async #act(tx: Tx, { campaignId, hold }: CampaignStep, overdue: Overdue): Promise<Done> {
    switch (hold) {
      case 'held':
        await this.posts.hold(tx, campaignId);
        return NOTHING;
      case 'free':
        return this.#free(tx, campaignId, overdue);
      case 'ended':
        return { ...NOTHING, cancelled: await this.#stop(tx, () => this.posts.lockWaiting(tx, campaignId), 'cancelled', 'CAMPAIGN_ENDED') };
    }
  }

  async #free(tx: Tx, campaignId: string, overdue: Overdue): Promise<Done> {
    if (overdue === 'cancel') {
      const cancelled = await this.#stop(tx, () => this.posts.lockOverdue(tx, campaignId, 0), 'cancelled', 'CAMPAIGN_OVERDUE');
      return { ...NOTHING, cancelled, freed: await this.posts.free(tx, campaignId) };
    }
    // Too late is worse than not at all, as for every post.
    const missed = await this.#stop(tx, () => this.posts.lockOverdue(tx, campaignId, MISSED_AFTER_SECONDS), 'missed', 'WINDOW_MISSED');
    return { ...NOTHING, missed, freed: await this.posts.free(tx, campaignId) };
  }

  /** What is locked piece by piece, so that very many are never in memory together. */
  async #stop(tx: Tx, lock: () => Promise<ScheduledPost[]>, status: 'cancelled' | 'missed', errorCode: string): Promise<number> {
    let stopped = 0;
    for (let before = await lock(); before.length > 0; before = await lock()) {
      const after = await this.posts.stop(tx, before, status, errorCode);
      const changes = after.map((post, index) => ({
        event: {
          contract: PostStopped,
          aggregateId: post.id,
          aggregateVersion: post.revision,
          data: { ...postEventData(post), status, error_code: errorCode },
        },
        audit: { table: 'scheduled_posts', operation: 'update', before: before[index] ?? null, after: post } as const,
      }));
      await commitChanges(tx, changes);
      stopped += after.length;
    }
    return stopped;
  }
}
