import { Global, Module } from '@nestjs/common';
import { AccountsModule } from './accounts/accounts.module.js';
import { CampaignsModule } from './campaigns/campaigns.module.js';
import { DispatchModule } from './dispatch/dispatch.module.js';
import { DueSignal } from './due-signal.js';
import { PostsModule } from './posts/posts.module.js';
import { SchedulingTelemetry } from './telemetry.js';

@Global()
@Module({
  imports: [AccountsModule, PostsModule, CampaignsModule, DispatchModule],
  providers: [SchedulingTelemetry, DueSignal],
  exports: [SchedulingTelemetry, DueSignal],
})
export class AppModule {}
