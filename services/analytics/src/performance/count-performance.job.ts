import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Database, type Lease, LeaseStore, newId } from '@smartcontent/database';
import { LoopingJob } from '@smartcontent/service';
import { PerformanceSettings } from '../performance-settings.js';
import { AnalyticsTelemetry } from '../telemetry.js';
import { PerformanceCounter } from './performance-counter.service.js';

/** Who dies is followed after this. Two at once, where a step takes longer, do the same work twice, and still count every event once. */
const LEASE_SECONDS = 10;
const PARTITIONS_EVERY_MS = 3_600_000;

/** Counts what happened with contents, some seconds after it was stored. One replica does it, by a lease. */
@Injectable()
export class CountPerformance extends LoopingJob {
  readonly #holder = newId();
  readonly #leases: LeaseStore;
  #lease: Lease | undefined;
  #keptAtMs = Number.NEGATIVE_INFINITY;

  constructor(
    database: Database,
    private readonly counter: PerformanceCounter,
    private readonly settings: PerformanceSettings,
    private readonly telemetry: AnalyticsTelemetry,
  ) {
    super();
    this.#leases = new LeaseStore(database, { name: 'performance', seconds: LEASE_SECONDS });
  }

  override async beforeApplicationShutdown(): Promise<void> {
    await super.beforeApplicationShutdown();
    if (this.#lease) await this.#leases.release(this.#lease).catch(() => undefined);
  }

  protected async run(): Promise<void> {
    const signal = this.stopping;
    while (!signal.aborted) {
      const isMore = await this.#round().then(
        (more) => {
          this.telemetry.countingGoesOn();
          return more;
        },
        (error: unknown) => {
          this.telemetry.countingFailed(error);
          return false;
        },
      );
      if (!isMore) await delay(this.settings.everyMilliseconds, undefined, { signal }).catch(() => undefined);
    }
  }

  async #round(): Promise<boolean> {
    this.#lease = (this.#lease && (await this.#leases.renew(this.#lease))) ?? (await this.#leases.take(this.#holder));
    if (!this.#lease) return false;
    if (performance.now() - this.#keptAtMs > PARTITIONS_EVERY_MS) {
      // Where somebody holds the table the next hour tries again; until then rows go to the default partition.
      this.#keptAtMs = performance.now();
      await this.counter.keepPartitions(this.settings.keptDays);
    }
    return this.counter.step();
  }
}
