import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import { CampaignMoved, type EventOf, holdOf } from '@smartcontent/contracts';
import type { Tx } from '@smartcontent/database';
import { MovePostsService } from './move-posts.service.js';

/** The net under the request that campaigns sends at the same time: it may have died before, or scheduling may have been away. */
@Controller()
export class OnCampaignMoved {
  constructor(private readonly moving: MovePostsService) {}

  @Handles(CampaignMoved)
  async handle({ aggregateId, aggregateVersion, data }: EventOf<typeof CampaignMoved>, tx: Tx): Promise<void> {
    await this.moving.move(tx, { campaignId: aggregateId, revision: aggregateVersion, hold: holdOf(data.status) }, data.overdue);
  }
}
