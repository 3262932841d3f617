import { Module } from '@nestjs/common';
import { CalendarModule } from '../calendar/calendar.module.js';
import { EndSignal } from '../end-signal.js';
import { CampaignsRpc } from './campaigns.rpc.js';
import { CampaignsService } from './campaigns.service.js';
import { CampaignsStore } from './campaigns.store.js';

@Module({
  imports: [CalendarModule],
  controllers: [CampaignsRpc],
  providers: [CampaignsService, CampaignsStore, EndSignal],
  exports: [EndSignal],
})
export class CampaignsModule {}
