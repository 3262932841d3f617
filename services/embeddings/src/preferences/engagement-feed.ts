import { Injectable } from '@nestjs/common';
import { ActorTokens, RequestClient } from '@smartcontent/bus';
import { type OutputOf, PageEngagement } from '@smartcontent/contracts';
import { ENGAGEMENT_TYPES } from './engagement-weights.js';

/** What analytics has stored, in the order of its arrival. */
@Injectable()
export class EngagementFeed {
  constructor(
    private readonly requests: RequestClient,
    private readonly tokens: ActorTokens,
  ) {}

  async page(after: string): Promise<OutputOf<typeof PageEngagement>> {
    const context = await this.tokens.serviceContext(null, 'follow what readers do');
    return this.requests.call(PageEngagement, { after, event_types: [...ENGAGEMENT_TYPES] }, context);
  }
}
