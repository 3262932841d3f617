import { Injectable } from '@nestjs/common';
import { Database } from '@smartcontent/database';
import { Budgets } from '../budgets/budgets.service.js';
import { PartitionsStore } from './partitions.store.js';
import { RunLedger } from './run-ledger.service.js';
import { UsageTelemetry } from './usage-telemetry.js';

/** What the books of all companies need from time to time. Harmless to repeat, to cut short and to run twice at once. */
@Injectable()
export class UpkeepService {
  constructor(
    private readonly database: Database,
    private readonly partitions: PartitionsStore,
    private readonly budgets: Budgets,
    private readonly ledger: RunLedger,
    private readonly telemetry: UsageTelemetry,
  ) {}

  makePartitions(): Promise<void> {
    return this.database.withSystem('usage partitions', (tx) => this.partitions.ensure(tx));
  }

  /** One by one: two of different budgets in one transaction could wait for a run that waits for them. */
  async expireReservations(signal?: AbortSignal): Promise<void> {
    let count = 0;
    while (!signal?.aborted && (await this.database.withSystem('expire a reservation', (tx) => this.ledger.expireOne(tx)))) count++;
    this.telemetry.reservationsExpired(count);
  }

  /** What ended weeks ago: nothing is settled with it any more. */
  async deleteReservations(signal?: AbortSignal): Promise<void> {
    const some = () => this.database.withSystem('delete old reservations', (tx) => this.budgets.deleteEnded(tx));
    while (!signal?.aborted && (await some()) > 0);
  }
}
