import { Module } from '@nestjs/common';
import { CalendarRpc } from './calendar.rpc.js';
import { Calendar } from './calendar.service.js';
import { CalendarStore } from './calendar.store.js';

@Module({ controllers: [CalendarRpc], providers: [Calendar, CalendarStore], exports: [Calendar] })
export class CalendarModule {}
