import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { CampaignsModule } from '../campaigns/campaigns.module.js';
import { Platforms } from '../platforms/platforms.js';
import { VersionsModule } from '../versions/versions.module.js';
import { AccountOpener } from './account-opener.js';
import { DispatchService } from './dispatch.service.js';
import { DispatchStore } from './dispatch.store.js';
import { DispatchDuePosts } from './dispatch-due-posts.job.js';
import { DispatchOutcomes } from './dispatch-outcomes.js';

@Module({
  imports: [AccountsModule, CampaignsModule, VersionsModule],
  providers: [DispatchDuePosts, DispatchService, DispatchOutcomes, DispatchStore, AccountOpener, Platforms],
})
export class DispatchModule {}
