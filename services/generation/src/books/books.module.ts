import { Module } from '@nestjs/common';
import { BudgetsModule } from '../budgets/budgets.module.js';
import { CostsModule } from '../costs/costs.module.js';
import { ModelsRegistryModule } from '../models-registry/models-registry.module.js';
import { UsageModule } from '../usage/usage.module.js';
import { RunBooks } from './run-books.js';

@Module({
  imports: [CostsModule, UsageModule, BudgetsModule, ModelsRegistryModule],
  providers: [RunBooks],
  exports: [RunBooks],
})
export class BooksModule {}
