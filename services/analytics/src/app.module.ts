import { Module } from '@nestjs/common';
import { ActivityModule } from './activity/activity.module.js';
import { EngagementModule } from './engagement/engagement.module.js';
import { IngestModule } from './ingest/ingest.module.js';
import { LiveModule } from './live/live.module.js';
import { ReportsModule } from './reports/reports.module.js';

@Module({ imports: [ActivityModule, EngagementModule, IngestModule, LiveModule, ReportsModule] })
export class AppModule {}
