import { Module } from '@nestjs/common';
import { ContentModule } from '../content/content.module.js';
import { OnContentDeleted } from './on-content-deleted.js';
import { OnContentMoved } from './on-content-moved.js';
import { OnContentUpdated } from './on-content-updated.js';
import { OnVersionApproved } from './on-version-approved.js';
import { ReadingRpc } from './reading.rpc.js';
import { ReadingService } from './reading.service.js';
import { ReadingStore } from './reading.store.js';

@Module({
  imports: [ContentModule],
  controllers: [ReadingRpc, OnContentUpdated, OnContentMoved, OnVersionApproved, OnContentDeleted],
  providers: [ReadingService, ReadingStore],
})
export class ReadingModule {}
