import { Injectable } from '@nestjs/common';

/** The longest that a dispatcher sleeps: posts that another replica took in are seen no later than this. */
export const DISPATCHER_SLEEP_SECONDS = 1;

/** Wakes this process's dispatcher for a post that is due before it would look again by itself. */
@Injectable()
export class DueSignal {
  #isRaised = false;
  #wake: (() => void) | null = null;

  /** Kept until somebody waits, so that a post that commits during a round is not slept over. */
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
