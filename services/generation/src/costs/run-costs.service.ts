import { Injectable } from '@nestjs/common';
import { CostBooked } from '@smartcontent/contracts';
import { commitChange, type Tx } from '@smartcontent/database';
import { RunLedger } from '../usage/run-ledger.service.js';
import { type OpenRun, RunCostsStore } from './run-costs.store.js';

export type { OpenRun };

const NO_ID = '00000000-0000-0000-0000-000000000000';

/** Tells what runs cost, once nothing of it can change any more but by a call that was given up for lost. */
@Injectable()
export class RunCosts {
  constructor(
    private readonly store: RunCostsStore,
    private readonly ledger: RunLedger,
  ) {}

  /** At its end, after that was told. Where a call is still under way, or could not be booked, its books stay open. */
  async close(tx: Tx, run: OpenRun): Promise<void> {
    const closed = await this.store.close(tx, run);
    if (!closed) return;
    const { revision, before, ...data } = closed;
    const after = { cost_usd: data.cost_usd, unpriced_calls: data.unpriced_calls };
    const event = { contract: CostBooked, aggregateId: run.id, aggregateVersion: revision, data };
    await commitChange(tx, { event, audit: { table: 'runs', operation: 'update', before, after } }, run.company_id, run.id);
  }

  /** A call of it was booked, or may be yet, after its end. Nothing where it has not ended: its end closes them. */
  reopen(tx: Tx, run: OpenRun): Promise<void> {
    return this.store.reopen(tx, run);
  }

  /** Some of the runs that left their books open, from behind the last of the ones before. */
  open(tx: Tx, last: OpenRun | undefined, most: number): Promise<OpenRun[]> {
    return this.store.open(tx, last?.id ?? NO_ID, most);
  }

  /** Of one of them: its history ends too, where it could not when the run did. Nothing while somebody else has the run. */
  async closeLater(tx: Tx, run: OpenRun): Promise<void> {
    const ended = await this.store.lock(tx, run);
    if (!ended) return;
    await this.ledger.endPending(tx, { id: run.id, companyId: run.company_id, errorMessage: ended.error_message });
    await this.close(tx, run);
  }
}
