import { Injectable } from '@nestjs/common';
import { ActorTokens, RequestClient } from '@smartcontent/bus';
import { type CallOf, MoveCampaignPosts, type MovedPosts, type RequestContext } from '@smartcontent/contracts';
import { leavingTime } from '../leaving-time.js';
import { CampaignsTelemetry } from '../telemetry.js';

/** Has scheduling follow a step of a campaign at once, so that the answer can say what has left and what has not. */
@Injectable()
export class CampaignPosts {
  constructor(
    private readonly requests: RequestClient,
    private readonly tokens: ActorTokens,
    private readonly telemetry: CampaignsTelemetry,
  ) {}

  /** Null where scheduling did not answer, or refused. The step stands: its posts follow by its event. */
  async move(companyId: string, input: CallOf<typeof MoveCampaignPosts>, asking: RequestContext): Promise<MovedPosts | null> {
    try {
      const own = await this.tokens.serviceContext(companyId, 'move the posts of a campaign', input.campaign_id);
      const context = { ...leavingTime(asking), actor: own.actor, actorToken: own.actorToken };
      return await this.requests.call(MoveCampaignPosts, input, context);
    } catch (error) {
      this.telemetry.postsFollowLater(input.campaign_id, error);
      return null;
    }
  }
}
