import { Module } from '@nestjs/common';
import { CalendarModule } from '../calendar/calendar.module.js';
import { StrategiesRpc } from './strategies.rpc.js';
import { Strategies } from './strategies.service.js';
import { StrategiesStore } from './strategies.store.js';

@Module({ imports: [CalendarModule], controllers: [StrategiesRpc], providers: [Strategies, StrategiesStore] })
export class StrategiesModule {}
