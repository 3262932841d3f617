import { Module } from '@nestjs/common';
import { PriceList } from './price-list.service.js';
import { PricesRpc } from './prices.rpc.js';
import { Prices } from './prices.service.js';
import { PricesStore } from './prices.store.js';

@Module({ controllers: [PricesRpc], providers: [Prices, PricesStore, PriceList], exports: [Prices] })
export class PricesModule {}
