import { setTimeout as delay } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { EmbeddingsTelemetry } from '../telemetry.js';
import { SearchIndex } from './search-index.service.js';

const EVERY_MS = 3_600_000;
/** Also a process that does not live long sweeps. */
const FIRST_MS = 60_000;
/** Longer than any write takes until it is live, and than clocks differ. */
const YOUNGEST_MS = 3_600_000;

/** Takes out what no live row names: writes that were replaced, were deleted or never came to their end. */
@Injectable()
export class SweepWrites implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #stopping = new AbortController();
  #loop: Promise<void> = Promise.resolve();

  constructor(
    private readonly index: SearchIndex,
    private readonly telemetry: EmbeddingsTelemetry,
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
    // Not at once: replicas that start together would all look.
    let wait = FIRST_MS * (1 + 4 * Math.random());
    while (!(await delay(wait, false, { signal }).catch(() => true))) {
      wait = EVERY_MS * (0.5 + Math.random());
      await this.index.sweep(new Date(Date.now() - YOUNGEST_MS)).catch((error: unknown) => this.telemetry.sweepFailed(error));
    }
  }
}
