import { Injectable } from '@nestjs/common';
import { ActorTokens, RequestClient } from '@smartcontent/bus';
import { ReadCampaignState, type RequestContext } from '@smartcontent/contracts';
import { companyOf } from '../permissions.js';

/** What content must know of campaigns: that they are there. */
@Injectable()
export class CampaignsService {
  constructor(
    private readonly requests: RequestClient,
    private readonly tokens: ActorTokens,
  ) {}

  /**
   * With content's own actor inside the company, since not everybody who writes may read plans; asks only where a campaign is named.
   * Throws CAMPAIGNS_CAMPAIGN_NOT_FOUND, or PLATFORM_SERVICE_UNAVAILABLE where nobody can say.
   */
  async requireThere(campaignId: string | null | undefined, asking: RequestContext): Promise<void> {
    if (!campaignId) return;
    const own = await this.tokens.serviceContext(companyOf(asking), 'attach a content to a campaign');
    const context = { ...own, ...asking, actor: own.actor, actorToken: own.actorToken };
    await this.requests.call(ReadCampaignState, { campaign_id: campaignId }, context);
  }
}
