import { Module } from '@nestjs/common';
import { EngagementModule } from '../engagement/engagement.module.js';
import { AnalyticsTelemetry } from '../telemetry.js';
import { CountPerformance } from './count-performance.job.js';
import { CountedEventsStore } from './counted-events.store.js';
import { PerformanceRpc } from './performance.rpc.js';
import { PerformanceService } from './performance.service.js';
import { PerformanceStore } from './performance.store.js';
import { PerformanceCounter } from './performance-counter.service.js';

@Module({
  imports: [EngagementModule],
  controllers: [PerformanceRpc],
  providers: [AnalyticsTelemetry, CountPerformance, CountedEventsStore, PerformanceCounter, PerformanceService, PerformanceStore],
})
export class PerformanceModule {}
