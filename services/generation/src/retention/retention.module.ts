import { Module } from '@nestjs/common';
import { PutUsageAway } from './put-usage-away.job.js';
import { RetentionService } from './retention.service.js';
import { RetentionStore } from './retention.store.js';
import { RetentionTelemetry } from './retention-telemetry.js';
import { SummariesStore } from './summaries.store.js';

@Module({ providers: [RetentionService, RetentionStore, SummariesStore, RetentionTelemetry, PutUsageAway] })
export class RetentionModule {}
