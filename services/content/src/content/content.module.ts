import { Module } from '@nestjs/common';
import { ContentTelemetry } from '../telemetry.js';
import { ContentService } from './content.service.js';
import { ContentStore } from './content.store.js';

/** The aggregate itself, for the features that read or change it. */
@Module({ providers: [ContentService, ContentStore, ContentTelemetry], exports: [ContentService] })
export class ContentModule {}
