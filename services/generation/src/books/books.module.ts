import { Module } from '@nestjs/common';
import { BudgetsModule } from '../budgets/budgets.module.js';
import { ModelsRegistryModule } from '../models-registry/models-registry.module.js';
import { UsageModule } from '../usage/usage.module.js';
import { CloseCosts } from './close-costs.job.js';
import { RunBooks } from './run-books.js';
import { RunCosts } from './run-costs.service.js';
import { RunCostsStore } from './run-costs.store.js';

@Module({
  imports: [UsageModule, BudgetsModule, ModelsRegistryModule],
  providers: [RunBooks, RunCosts, RunCostsStore, CloseCosts],
  exports: [RunBooks],
})
export class BooksModule {}
