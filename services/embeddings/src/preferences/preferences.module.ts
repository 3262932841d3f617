import { Module } from '@nestjs/common';
import { SearchModule } from '../search/search.module.js';
import { EngagementStore } from './engagement.store.js';
import { EngagementFeed } from './engagement-feed.js';
import { EngagementFollower } from './engagement-follower.service.js';
import { EngagementTeller } from './engagement-teller.service.js';
import { FollowEngagement } from './follow-engagement.job.js';
import { PreferencesRpc } from './preferences.rpc.js';
import { PreferencesService } from './preferences.service.js';
import { PreferencesStore } from './preferences.store.js';
import { PreferencesEraser } from './preferences-eraser.service.js';

@Module({
  imports: [SearchModule],
  controllers: [PreferencesRpc],
  providers: [
    PreferencesService,
    PreferencesStore,
    EngagementStore,
    EngagementFeed,
    EngagementFollower,
    EngagementTeller,
    FollowEngagement,
    PreferencesEraser,
  ],
})
export class PreferencesModule {}
