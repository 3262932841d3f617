import { Module } from '@nestjs/common';
import { PricesModule } from '../prices/prices.module.js';
import { BudgetSettings } from './budget-settings.service.js';
import { BudgetsRpc } from './budgets.rpc.js';
import { Budgets } from './budgets.service.js';
import { BudgetsStore } from './budgets.store.js';
import { ReservationsStore } from './reservations.store.js';

@Module({
  imports: [PricesModule],
  controllers: [BudgetsRpc],
  providers: [Budgets, ReservationsStore, BudgetSettings, BudgetsStore],
  exports: [Budgets],
})
export class BudgetsModule {}
