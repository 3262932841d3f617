import { Module } from '@nestjs/common';
import { Prices } from './prices.service.js';
import { PricesStore } from './prices.store.js';

@Module({ providers: [Prices, PricesStore], exports: [Prices] })
export class PricesModule {}
