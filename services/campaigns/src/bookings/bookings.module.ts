import { Module } from '@nestjs/common';
import { BookingsRpc } from './bookings.rpc.js';
import { BookingsService } from './bookings.service.js';
import { BookingsStore } from './bookings.store.js';
import { OnCostBooked } from './on-cost-booked.js';

@Module({ controllers: [BookingsRpc, OnCostBooked], providers: [BookingsService, BookingsStore] })
export class BookingsModule {}
