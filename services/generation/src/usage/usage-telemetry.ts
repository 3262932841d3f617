import { Injectable } from '@nestjs/common';
import { Log, Metrics } from '@smartcontent/service';

@Injectable()
export class UsageTelemetry {
  constructor(
    private readonly log: Log,
    private readonly metrics: Metrics,
  ) {}

  reservationsExpired(count: number): void {
    if (count === 0) return;
    this.metrics.counter('generation_reservations_expired_total', 'Reservations that nobody settled in their time').inc(count);
    this.log.warn('reservations that nobody settled were booked in full', { count });
  }

  /** Nothing is lost: rows go to the default partition, and what is held stays held. */
  upkeepFailed(error: unknown): void {
    this.log.warn('the upkeep of the books failed and is tried again', { error });
  }
}
