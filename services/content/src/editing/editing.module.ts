import { Module } from '@nestjs/common';
import { CampaignsModule } from '../campaigns/campaigns.module.js';
import { ContentModule } from '../content/content.module.js';
import { EditingRpc } from './editing.rpc.js';
import { EditingService } from './editing.service.js';
import { EditingStore } from './editing.store.js';

@Module({
  imports: [CampaignsModule, ContentModule],
  controllers: [EditingRpc],
  providers: [EditingService, EditingStore],
  exports: [EditingService],
})
export class EditingModule {}
