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

  /** A provider that did not keep to the most it may write, or a price that was told otherwise: the budget may be overdrawn by as much. */
  boundExceeded(call: { readonly generationId: string; readonly model: string; readonly cost: string; readonly bound: string }): void {
    this.metrics.counter('generation_bounds_exceeded_total', 'Calls that cost more than was held for them').inc();
    const { generationId: generation_id, model, cost: cost_usd, bound: bound_usd } = call;
    this.log.warn('a call cost more than was held for it', { generation_id, model, cost_usd, bound_usd });
  }

  /** Nothing is lost: rows go to the default partition, and what is held stays held. */
  upkeepFailed(error: unknown): void {
    this.log.warn('the upkeep of the books failed and is tried again', { error });
  }
}
