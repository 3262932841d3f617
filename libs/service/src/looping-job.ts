import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';

/** A job that goes round for as long as its service runs. */
export abstract class LoopingJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #stopping = new AbortController();
  #loop: Promise<void> = Promise.resolve();

  /** Aborted as soon as the service stops. */
  protected get stopping(): AbortSignal {
    return this.#stopping.signal;
  }

  onApplicationBootstrap(): void {
    this.#loop = this.run();
  }

  /** Resolves once the round that is under way has come to its end. */
  async beforeApplicationShutdown(): Promise<void> {
    this.#stopping.abort();
    await this.#loop;
  }

  /** Ends soon after `stopping` was aborted, and lets no error out: nobody begins it again. */
  protected abstract run(): Promise<void>;
}
