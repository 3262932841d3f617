import type { InboxStore } from '@smartcontent/database';
import { Signal } from './signal.js';

export interface GapWatchOptions {
  readonly inbox: Pick<InboxStore, 'lastVersions'>;
  /** Sequence up to which nothing can come any more. */
  readonly settledUpTo: () => Promise<number>;
}

/** A version that waits for the one before it, which another replica holds, or which is gone. */
export interface GapWaiter {
  readonly aggregateId: string;
  readonly version: number;
  /** Its place in the stream. */
  readonly sequence: number;
  /** `isGone`: everything before it is settled, and the earlier version was not among it. */
  readonly wake: (isGone: boolean) => void;
}

/** Doubled while nothing changes. */
const LOOK_MS = { least: 10, most: 100 };

/** Looks for all who wait at once, so that many of them cost no more than one. */
export class GapWatch {
  readonly #options: GapWatchOptions;
  readonly #waiting = new Map<string, GapWaiter>();
  readonly #signal = new Signal();
  #isLooking = false;

  constructor(options: GapWatchOptions) {
    this.#options = options;
  }

  add(waiter: GapWaiter): void {
    this.#waiting.set(waiter.aggregateId, waiter);
    if (!this.#isLooking) void this.#look();
  }

  delete(aggregateId: string): void {
    if (this.#waiting.delete(aggregateId) && this.#waiting.size === 0) this.#signal.raise();
  }

  async #look(): Promise<void> {
    this.#isLooking = true;
    let delayMs = LOOK_MS.least;
    while (this.#waiting.size > 0) {
      await this.#signal.wait(delayMs);
      // Whoever waits looks for itself now and then, so what is away now is not missed for long.
      const hasWoken = await this.#wake().catch(() => false);
      delayMs = hasWoken ? LOOK_MS.least : Math.min(delayMs * 2, LOOK_MS.most);
    }
    this.#isLooking = false;
  }

  async #wake(): Promise<boolean> {
    const waiting = [...this.#waiting.values()];
    if (waiting.length === 0) return false;
    const settled = await this.#options.settledUpTo();
    // Asked after it: what was settled meanwhile would else seem to be gone.
    const last = await this.#options.inbox.lastVersions(waiting.map(({ aggregateId }) => aggregateId));
    let hasWoken = false;
    for (const waiter of waiting) {
      const { aggregateId, version, sequence, wake } = waiter;
      if (this.#waiting.get(aggregateId) !== waiter) continue;
      const isReached = (last.get(aggregateId) ?? 0) >= version - 1;
      if (!isReached && settled < sequence - 1) continue;
      this.#waiting.delete(aggregateId);
      wake(!isReached);
      hasWoken = true;
    }
    return hasWoken;
  }
}
