import { Injectable } from '@nestjs/common';
import { ActorTokens, RequestClient } from '@smartcontent/bus';
import { AppError, holdOf, type OutputOf, type PostHold, ReadCampaignState, type RequestContext } from '@smartcontent/contracts';
import type { Tx } from '@smartcontent/database';
import { CampaignStatesStore } from './campaign-states.store.js';

type CampaignState = OutputOf<typeof ReadCampaignState>;

/** Whether posts of a campaign may leave. */
@Injectable()
export class CampaignHolds {
  constructor(
    private readonly requests: RequestClient,
    private readonly tokens: ActorTokens,
    private readonly store: CampaignStatesStore,
  ) {}

  /** With scheduling's own actor inside the company. Throws CAMPAIGNS_CAMPAIGN_NOT_FOUND. */
  async read(companyId: string, campaignId: string, asking: RequestContext): Promise<CampaignState> {
    const own = await this.tokens.serviceContext(companyId, 'schedule a post of a campaign');
    const context = { ...own, ...asking, actor: own.actor, actorToken: own.actorToken };
    return this.requests.call(ReadCampaignState, { campaign_id: campaignId }, context);
  }

  /**
   * What holds for a new post of the campaign until the transaction ends: as read, unless something newer was heard of it by now.
   * Throws SCHEDULING_CAMPAIGN_ENDED, or SCHEDULING_TIME_AFTER_CAMPAIGN.
   */
  async admit(tx: Tx, companyId: string, campaign: CampaignState, scheduledTime: string): Promise<Exclude<PostHold, 'ended'>> {
    const { campaign_id: campaignId, revision, status, ends_at: endsAt } = campaign;
    const step = { campaignId, revision, hold: holdOf(status) };
    await this.store.shareTurn(tx, campaignId);
    if (!(await this.store.isKnown(tx, step))) await this.store.note(tx, companyId, step);
    const hold = await this.store.hold(tx, campaignId);
    if (!hold || hold === 'ended') throw new AppError('SCHEDULING_CAMPAIGN_ENDED', { data: { campaign_id: campaignId } });
    if (endsAt && Date.parse(scheduledTime) >= Date.parse(endsAt)) {
      throw new AppError('SCHEDULING_TIME_AFTER_CAMPAIGN', { data: { ends_at: endsAt } });
    }
    return hold;
  }

  /** What holds until the transaction ends for a post that could be tried again. */
  async ofWaiting(tx: Tx, campaignId: string | null): Promise<PostHold> {
    if (!campaignId) return 'free';
    await this.store.shareTurn(tx, campaignId);
    return (await this.store.hold(tx, campaignId)) ?? 'free';
  }
}
