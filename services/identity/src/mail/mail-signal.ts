import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';

/** Wakes this process's sender for work that has just been committed. */
@Injectable()
export class MailSignal {
  #raised = new AbortController();

  /** Kept until somebody waits, so that nothing that commits during a round is slept over. */
  raise(): void {
    this.#raised.abort();
  }

  /** Resolves after so many seconds, or at once when the signal is raised or `stopping` aborts. */
  async wait(seconds: number, stopping: AbortSignal): Promise<void> {
    await delay(seconds * 1_000, undefined, { signal: AbortSignal.any([this.#raised.signal, stopping]) }).catch(() => undefined);
    if (this.#raised.signal.aborted) this.#raised = new AbortController();
  }
}
