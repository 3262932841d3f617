import { Global, Module } from '@nestjs/common';
import { BudgetsModule } from './budgets/budgets.module.js';
import { ModelsRegistryModule } from './models-registry/models-registry.module.js';
import { RunNews } from './news/run-news.js';
import { RunProgress } from './news/run-progress.js';
import { Underway } from './news/underway.js';
import { PricesModule } from './prices/prices.module.js';
import { ReportsModule } from './reports/reports.module.js';
import { RetentionModule } from './retention/retention.module.js';
import { RunsModule } from './runs/runs.module.js';
import { GenerationTelemetry } from './telemetry.js';
import { UsageModule } from './usage/usage.module.js';
import { WritingModule } from './writing/writing.module.js';

@Global()
@Module({
  imports: [RunsModule, WritingModule, UsageModule, BudgetsModule, PricesModule, ReportsModule, ModelsRegistryModule, RetentionModule],
  providers: [GenerationTelemetry, Underway, RunProgress, RunNews],
  exports: [GenerationTelemetry, Underway, RunProgress, RunNews],
})
export class AppModule {}
