import { Injectable } from '@nestjs/common';
import {
  AppError,
  type Campaign,
  CampaignMoved,
  type CampaignStatus,
  type MovedCampaign,
  type POST_HOLDS,
  type RequestContext,
} from '@smartcontent/contracts';
import { commitChange, Database } from '@smartcontent/database';
import { campaignEventData } from '../campaign-event-data.js';
import { type CampaignStep, statusAfter } from '../campaign-transitions.js';
import { EndSignal } from '../end-signal.js';
import { CampaignPosts } from './campaign-posts.service.js';
import { LifecycleStore } from './lifecycle.store.js';

type Overdue = 'send' | 'cancel';

/** What a status means for the posts of a campaign. */
const HOLDS: Record<CampaignStatus, (typeof POST_HOLDS)[number]> = {
  draft: 'held',
  active: 'free',
  paused: 'held',
  completed: 'ended',
  cancelled: 'ended',
};

/** The steps of a campaign. Each is committed with its event before scheduling is asked to follow: what is told to nobody is made up for by the event. */
@Injectable()
export class LifecycleService {
  constructor(
    private readonly database: Database,
    private readonly store: LifecycleStore,
    private readonly posts: CampaignPosts,
    private readonly ends: EndSignal,
  ) {}

  /** @throws AppError CAMPAIGNS_CAMPAIGN_NOT_FOUND, CAMPAIGNS_TRANSITION_ILLEGAL, CAMPAIGNS_CAMPAIGN_OVER */
  async take(step: CampaignStep, campaignId: string, context: RequestContext, overdue: Overdue = 'send'): Promise<MovedCampaign> {
    const campaign = await this.database.withTenant(context, async (tx) => {
      const { is_over, ...before } = (await this.store.lock(tx, campaignId)) ?? { is_over: false, id: null };
      if (before.id === null) throw new AppError('CAMPAIGNS_CAMPAIGN_NOT_FOUND');
      const to = statusAfter(before.status, step);
      if (!to) throw new AppError('CAMPAIGNS_TRANSITION_ILLEGAL', { data: { status: before.status, step } });
      if (to === 'active' && is_over) throw new AppError('CAMPAIGNS_CAMPAIGN_OVER', { data: { ends_at: before.ends_at } });
      const after = await this.store.move(tx, campaignId, to);
      await commitChange(tx, {
        event: {
          contract: CampaignMoved,
          aggregateId: after.id,
          aggregateVersion: after.revision,
          data: { ...campaignEventData(after), from_status: before.status, overdue },
        },
        audit: { table: 'campaigns', operation: 'update', before, after },
      });
      tx.afterCommit(() => this.ends.raise());
      return after;
    });
    return { ...campaign, posts: await this.#movePosts(campaign, overdue, context) };
  }

  #movePosts(campaign: Campaign, overdue: Overdue, context: RequestContext): Promise<MovedCampaign['posts']> {
    const { id, company_id, revision, status } = campaign;
    return this.posts.move(company_id, { campaign_id: id, campaign_revision: revision, to: HOLDS[status], overdue }, context);
  }
}
