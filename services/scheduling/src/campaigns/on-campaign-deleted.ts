import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import { CampaignDeleted, type EventOf } from '@smartcontent/contracts';
import type { Tx } from '@smartcontent/database';
import { MovePostsService } from './move-posts.service.js';

@Controller()
export class OnCampaignDeleted {
  constructor(private readonly moving: MovePostsService) {}

  @Handles(CampaignDeleted)
  async handle({ aggregateId, aggregateVersion }: EventOf<typeof CampaignDeleted>, tx: Tx): Promise<void> {
    await this.moving.move(tx, { campaignId: aggregateId, revision: aggregateVersion, hold: 'ended' }, 'cancel');
  }
}
