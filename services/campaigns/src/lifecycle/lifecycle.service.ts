import { Injectable } from '@nestjs/common';
import {
  AppError,
  type Campaign,
  CampaignMoved,
  type CampaignStatus,
  holdOf,
  type MovedCampaign,
  type RequestContext,
} from '@smartcontent/contracts';
import { commitChange, Database, type Tx } from '@smartcontent/database';
import { campaignEventData } from '../campaign-event-data.js';
import { type CampaignStep, statusAfter } from '../campaign-transitions.js';
import { EndSignal } from '../end-signal.js';
import { CampaignPosts } from './campaign-posts.service.js';
import { LifecycleStore } from './lifecycle.store.js';

type Overdue = 'send' | 'cancel';

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
      if (!to) {
        const detail = `A campaign that is ${before.status} cannot take the step ${step}`;
        throw new AppError('CAMPAIGNS_TRANSITION_ILLEGAL', { detail, data: { status: before.status, step } });
      }
      if (to === 'active' && is_over) throw new AppError('CAMPAIGNS_CAMPAIGN_OVER', { data: { ends_at: before.ends_at } });
      return this.#move(tx, before, to, overdue);
    });
    return { ...campaign, posts: await this.#movePosts(campaign, overdue, context) };
  }

  /**
   * Completes a campaign whose last day has passed; one that was given another end or has ended otherwise stays as it is. Nobody waits for what
   * becomes of the posts: they follow by the event.
   */
  async completeAtEnd(campaignId: string, context: RequestContext): Promise<void> {
    await this.database.withTenant(context, async (tx) => {
      const { is_over, ...campaign } = (await this.store.lock(tx, campaignId)) ?? { is_over: false };
      if (is_over && 'id' in campaign && statusAfter(campaign.status, 'complete')) await this.#move(tx, campaign, 'completed', 'send');
    });
  }

  async #move(tx: Tx, before: Campaign, to: CampaignStatus, overdue: Overdue): Promise<Campaign> {
    const after = await this.store.move(tx, before.id, to);
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
  }

  #movePosts(campaign: Campaign, overdue: Overdue, context: RequestContext): Promise<MovedCampaign['posts']> {
    const { id, company_id, revision, status } = campaign;
    return this.posts.move(company_id, { campaign_id: id, campaign_revision: revision, to: holdOf(status), overdue }, context);
  }
}
