import { Injectable } from '@nestjs/common';

/** The longest that the indexer sleeps: what another replica took in is seen no later than this. */
export const INDEXER_SLEEP_SECONDS = 1;

/** Wakes this process’s indexer for what changed before it would look again by itself. */
@Injectable()
export class IndexSignal {
  #isRaised = false;
  #wake: (() => void) | null = null;

  /** Kept until somebody waits, so that what commits during a round is not slept over. */
  raise(): void {
    this.#isRaised = true;
    this.#wake?.();
  }

  /** Resolves after so many seconds, or at once when the signal is raised or `stopping` aborts. */
  async wait(seconds: number, stopping: AbortSignal): Promise<void> {
    if (!this.#isRaised && !stopping.aborted) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, seconds * 1_000);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
        stopping.addEventListener('abort', this.#wake, { once: true });
      });
      if (this.#wake) stopping.removeEventListener('abort', this.#wake);
      this.#wake = null;
    }
    this.#isRaised = false;
  }
}
