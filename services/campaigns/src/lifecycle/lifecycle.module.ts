import { Module } from '@nestjs/common';
import { CampaignsModule } from '../campaigns/campaigns.module.js';
import { CampaignsTelemetry } from '../telemetry.js';
import { CampaignPosts } from './campaign-posts.service.js';
import { CompleteCampaigns } from './complete-campaigns.job.js';
import { CompletionService } from './completion.service.js';
import { LifecycleRpc } from './lifecycle.rpc.js';
import { LifecycleService } from './lifecycle.service.js';
import { LifecycleStore } from './lifecycle.store.js';

@Module({
  imports: [CampaignsModule],
  controllers: [LifecycleRpc],
  providers: [LifecycleService, LifecycleStore, CampaignPosts, CompletionService, CompleteCampaigns, CampaignsTelemetry],
})
export class LifecycleModule {}
