import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { LoopingJob } from '@smartcontent/service';
import { UpkeepService } from './upkeep.service.js';
import { UsageTelemetry } from './usage-telemetry.js';

const PAUSE_MS = 60_000;
const PARTITIONS_EVERY_MS = 3_600_000;

/** Books reservations in full whose run did not come back, takes away the old ones, and makes partitions before they are needed. Any number of replicas may run it. */
@Injectable()
export class KeepBooks extends LoopingJob {
  #madeAtMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly upkeep: UpkeepService,
    private readonly telemetry: UsageTelemetry,
  ) {
    super();
  }

  protected async run(): Promise<void> {
    const signal = this.stopping;
    while (!signal.aborted) {
      await this.#round(signal).catch((error: unknown) => this.telemetry.upkeepFailed(error));
      await delay(PAUSE_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  async #round(signal: AbortSignal): Promise<void> {
    await this.upkeep.expireReservations(signal);
    if (performance.now() - this.#madeAtMs < PARTITIONS_EVERY_MS) return;
    await this.upkeep.makePartitions();
    await this.upkeep.deleteReservations(signal);
    this.#madeAtMs = performance.now();
  }
}
