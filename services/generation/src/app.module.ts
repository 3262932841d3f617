import { Module } from '@nestjs/common';
import { BudgetsModule } from './budgets/budgets.module.js';
import { ModelsRegistryModule } from './models-registry/models-registry.module.js';
import { PricesModule } from './prices/prices.module.js';
import { ReportsModule } from './reports/reports.module.js';
import { RunsModule } from './runs/runs.module.js';
import { UsageModule } from './usage/usage.module.js';

@Module({ imports: [RunsModule, UsageModule, BudgetsModule, PricesModule, ReportsModule, ModelsRegistryModule] })
export class AppModule {}
