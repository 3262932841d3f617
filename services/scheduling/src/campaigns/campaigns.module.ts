import { Module } from '@nestjs/common';
import { CampaignHolds } from './campaign-holds.service.js';
import { CampaignPostsRpc } from './campaign-posts.rpc.js';
import { CampaignPostsStore } from './campaign-posts.store.js';
import { CampaignStatesStore } from './campaign-states.store.js';
import { MovePostsService } from './move-posts.service.js';
import { OnCampaignDeleted } from './on-campaign-deleted.js';
import { OnCampaignMoved } from './on-campaign-moved.js';

@Module({
  controllers: [CampaignPostsRpc, OnCampaignMoved, OnCampaignDeleted],
  providers: [MovePostsService, CampaignHolds, CampaignStatesStore, CampaignPostsStore],
  exports: [CampaignHolds],
})
export class CampaignsModule {}
