import type { InboxStore } from '@smartcontent/database';
import type { Envelope } from './event-envelope.js';
import type { RetryPolicy } from './event-failure.js';
import type { HeldEvent } from './held-event.js';
import type { Slots } from './slots.js';

const CAUSE = 'the process ended while it ran';

export interface SuspectsOptions {
  readonly inbox: InboxStore;
  readonly retry: RetryPolicy;
  readonly slots: Slots;
}

/**
 * Events that processes took again and again and never settled: one of them may be what ended them. An attempt of each is counted before it
 * runs, and taken back when this process survives it. No other event is handled meanwhile, so that none is counted down for another's guilt.
 */
export class Suspects {
  constructor(private readonly options: SuspectsOptions) {}

  /** Counts the attempt and does the work, unless the event is given up over the count, or another replica has settled it: `elsewhere`. */
  run(held: HeldEvent, work: () => Promise<number>): Promise<number | 'elsewhere'> {
    return this.options.slots.useAlone(async () => {
      const attempts = held.isCounted ? undefined : await this.#count(held);
      if (attempts === 0) return 'elsewhere';
      return held.verdict ? 0 : work();
    });
  }

  /** This process lives, so the attempt that was counted in advance was none that ended it. */
  async survive(held: HeldEvent): Promise<void> {
    if (!held.isCounted) return;
    await this.options.inbox.takeBack(held.envelope as Envelope);
    held.isCounted = false;
  }

  async #count(held: HeldEvent): Promise<number> {
    const { inbox, retry } = this.options;
    const { attempts, history } = await inbox.recordFailure(held.envelope as Envelope, CAUSE);
    held.isCounted = attempts > 0;
    if (attempts > retry.maxAttempts) held.verdict = { cause: 'killer', error: new Error(CAUSE), history };
    return attempts;
  }
}
