import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { CampaignsModule } from '../campaigns/campaigns.module.js';
import { VersionsModule } from '../versions/versions.module.js';
import { OnContentDeleted } from './on-content-deleted.js';
import { OnContentMoved } from './on-content-moved.js';
import { OnPlatformAccountDisconnected } from './on-platform-account-disconnected.js';
import { PostAdmission } from './post-admission.service.js';
import { PostsRpc } from './posts.rpc.js';
import { PostsService } from './posts.service.js';
import { PostsStore } from './posts.store.js';
import { SchedulePostService } from './schedule-post.service.js';
import { SettlePostService } from './settle-post.service.js';

@Module({
  imports: [AccountsModule, CampaignsModule, VersionsModule],
  controllers: [PostsRpc, OnContentDeleted, OnContentMoved, OnPlatformAccountDisconnected],
  providers: [PostsService, PostAdmission, SchedulePostService, SettlePostService, PostsStore],
})
export class PostsModule {}
