import { Module } from '@nestjs/common';
import { StrategiesRpc } from './strategies.rpc.js';
import { Strategies } from './strategies.service.js';
import { StrategiesStore } from './strategies.store.js';

@Module({ controllers: [StrategiesRpc], providers: [Strategies, StrategiesStore] })
export class StrategiesModule {}
