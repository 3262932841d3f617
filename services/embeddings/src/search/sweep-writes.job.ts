import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Database, LeaseStore, newId } from '@smartcontent/database';
import { LoopingJob } from '@smartcontent/service';
import { EmbeddingsTelemetry } from '../telemetry.js';
import { SearchIndex } from './search-index.service.js';

const EVERY_MS = 3_600_000;
/** Also a process that does not live long sweeps. */
const FIRST_MS = 60_000;
/** Longer than any write takes until it is live, and than clocks differ. */
const YOUNGEST_MS = 3_600_000;

/** Never given back: whoever asks first after it sweeps the next time. */
const LEASE = { name: 'sweep', seconds: 1_500 };

/** Takes out what nothing names: writes that were replaced, were deleted or never came to their end. One replica does at a time. */
@Injectable()
export class SweepWrites extends LoopingJob {
  readonly #leases: LeaseStore;

  constructor(
    private readonly database: Database,
    private readonly index: SearchIndex,
    private readonly telemetry: EmbeddingsTelemetry,
  ) {
    super();
    this.#leases = new LeaseStore(database, LEASE);
  }

  /** Nothing where somebody swept a moment ago. */
  async sweep(): Promise<void> {
    if (!(await this.#leases.take(newId()))) return;
    await this.index.sweep(new Date(Date.now() - YOUNGEST_MS), (work) => this.database.withSystem('which writes count', work));
  }

  protected async run(): Promise<void> {
    const signal = this.stopping;
    // Not at once: replicas that start together would all look.
    let wait = FIRST_MS * (1 + 4 * Math.random());
    while (!(await delay(wait, false, { signal }).catch(() => true))) {
      wait = EVERY_MS * (0.5 + Math.random());
      await this.sweep().catch((error: unknown) => this.telemetry.sweepFailed(error));
    }
  }
}
