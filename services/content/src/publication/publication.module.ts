import { Module } from '@nestjs/common';
import { ContentModule } from '../content/content.module.js';
import { OnContentPublished } from './on-content-published.js';
import { OnPostPublished } from './on-post-published.js';
import { OnPostScheduled } from './on-post-scheduled.js';
import { OnPostStopped } from './on-post-stopped.js';
import { PublicationService } from './publication.service.js';
import { PublicationStore } from './publication.store.js';

@Module({
  imports: [ContentModule],
  controllers: [OnPostScheduled, OnPostPublished, OnPostStopped, OnContentPublished],
  providers: [PublicationService, PublicationStore],
})
export class PublicationModule {}
