import { Injectable } from '@nestjs/common';

/** The longest that the job sleeps: runs that another replica took in are seen no later than this. */
export const LONGEST_SLEEP_SECONDS = 1;

/** Why a call is cut off whose process stops. */
export class Stopping extends Error {
  override readonly name = 'Stopping';
}

/** What this process has in hand: wakes its job for a run that is due, and ends the calls of one that was cancelled. */
@Injectable()
export class Underway {
  readonly #calls = new Map<string, AbortController>();
  #isRaised = false;
  #wake: (() => void) | null = null;

  /** Kept until somebody waits, so that a run that commits during a round is not slept over. */
  raise(): void {
    this.#isRaised = true;
    this.#wake?.();
  }

  hold(runId: string, call: AbortController): void {
    this.#calls.set(runId, call);
  }

  /** Not the call of a later attempt at the same run, which began before an earlier one had ended. */
  release(runId: string, call: AbortController): void {
    if (this.#calls.get(runId) === call) this.#calls.delete(runId);
  }

  /** Other replicas learn of it when they renew their lease. */
  cancel(runId: string): void {
    this.#calls.get(runId)?.abort('cancelled');
  }

  /** Resolves after so many seconds, or at once when there is more to do or `stopping` aborts. */
  async wait(seconds: number, stopping: AbortSignal): Promise<void> {
    if (!this.#isRaised && !stopping.aborted) {
      await new Promise<void>((resolve) => {
        const wake = () => {
          clearTimeout(timer);
          resolve();
        };
        const timer = setTimeout(wake, seconds * 1_000);
        this.#wake = wake;
        stopping.addEventListener('abort', wake, { once: true });
      });
      if (this.#wake) stopping.removeEventListener('abort', this.#wake);
      this.#wake = null;
    }
    this.#isRaised = false;
  }
}
