import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import { CostBooked, type EventOf } from '@smartcontent/contracts';
import type { Tx } from '@smartcontent/database';
import { BookingsService } from './bookings.service.js';

@Controller()
export class OnCostBooked {
  constructor(private readonly bookings: BookingsService) {}

  @Handles(CostBooked)
  handle(event: EventOf<typeof CostBooked>, tx: Tx): Promise<void> {
    return this.bookings.bookCost(event, tx);
  }
}
