import { Module } from '@nestjs/common';
import { PricesModule } from '../prices/prices.module.js';
import { Budgets } from './budgets.service.js';
import { ReservationsStore } from './reservations.store.js';

@Module({ imports: [PricesModule], providers: [Budgets, ReservationsStore], exports: [Budgets] })
export class BudgetsModule {}
