import { Module } from '@nestjs/common';
import { ActivityModule } from './activity/activity.module.js';
import { EngagementModule } from './engagement/engagement.module.js';
import { IngestModule } from './ingest/ingest.module.js';
import { LiveModule } from './live/live.module.js';
import { PerformanceModule } from './performance/performance.module.js';
import { ReportsModule } from './reports/reports.module.js';

@Module({ imports: [ActivityModule, EngagementModule, IngestModule, LiveModule, PerformanceModule, ReportsModule] })
export class AppModule {}
