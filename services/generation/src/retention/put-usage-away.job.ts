import { setTimeout as delay } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { RetentionService } from './retention.service.js';
import { RetentionTelemetry } from './retention-telemetry.js';

const PAUSE_MS = 3_600_000;
/** A process that has just begun has more urgent things to do. */
const FIRST_PAUSE_MS = 120_000;

/** Archives, rolls up and deletes what has had its time, every hour. Any number of replicas may run it. */
@Injectable()
export class PutUsageAway implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #stopping = new AbortController();
  #loop: Promise<void> = Promise.resolve();

  constructor(
    private readonly retention: RetentionService,
    private readonly telemetry: RetentionTelemetry,
  ) {}

  onApplicationBootstrap(): void {
    this.#loop = this.#run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#stopping.abort();
    await this.#loop;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    for (let pause = FIRST_PAUSE_MS; !signal.aborted; pause = PAUSE_MS) {
      await delay(pause, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      await this.retention.putAway(new Date(), signal).catch((error: unknown) => this.telemetry.putAwayFailed(error));
    }
  }
}
