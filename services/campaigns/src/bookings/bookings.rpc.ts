import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import { type Booking, BookSpending, type InputOf, ListBookings, type OutputOf, type RequestContext } from '@smartcontent/contracts';
import { BookingsService } from './bookings.service.js';

@Controller()
export class BookingsRpc {
  constructor(private readonly bookings: BookingsService) {}

  @Handles(BookSpending)
  book(input: InputOf<typeof BookSpending>, context: RequestContext): Promise<Booking> {
    return this.bookings.book(input, context);
  }

  @Handles(ListBookings)
  list(input: InputOf<typeof ListBookings>, context: RequestContext): Promise<OutputOf<typeof ListBookings>> {
    return this.bookings.list(input, context);
  }
}
