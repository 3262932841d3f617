import { Module } from '@nestjs/common';
import { BudgetsModule } from '../budgets/budgets.module.js';
import { KeepBooks } from './keep-books.job.js';
import { LedgerStore } from './ledger.store.js';
import { PartitionsStore } from './partitions.store.js';
import { RunLedger } from './run-ledger.service.js';
import { UpkeepService } from './upkeep.service.js';
import { UsageTelemetry } from './usage-telemetry.js';

@Module({
  imports: [BudgetsModule],
  providers: [RunLedger, LedgerStore, UpkeepService, PartitionsStore, KeepBooks, UsageTelemetry],
  exports: [RunLedger],
})
export class UsageModule {}
