import { AppError } from '@smartcontent/contracts';
import type { InboxStore } from '@smartcontent/database';
import type { BusLog } from './bus-log.js';
import type { DeadLetters } from './dead-letters.js';
import type { Envelope } from './event-envelope.js';
import { finalCauseOf, isOutage, jittered, type RetryPolicy, retryDelayMs, textOf } from './event-failure.js';
import type { HeldEvent, Verdict } from './held-event.js';
import { OutageLog } from './outage-log.js';

export interface EventFailuresOptions {
  readonly inbox: InboxStore;
  readonly deadLetters: DeadLetters;
  readonly retry: RetryPolicy;
  readonly log: BusLog;
}

/** Something that a handler needs is away, or the stream of dead letters takes nothing: no attempt is counted. Doubled, up to the second figure. */
const OUTAGE_DELAY_MS = { least: 100, most: 1_000 };

const OUTAGE_WORDS = { begun: 'events wait for something that is away', over: 'what events waited for is back' };

/** What a failure means for an event: it rests, or it is given up. */
export class EventFailures {
  readonly #options: EventFailuresOptions;
  readonly #outage: OutageLog;

  constructor(options: EventFailuresOptions) {
    this.#options = options;
    this.#outage = new OutageLog(options.log, OUTAGE_WORDS);
  }

  /**
   * Counts an attempt with the stores up. Milliseconds until the next one; 0 where the event is given up; `elsewhere` where another replica
   * has settled it meanwhile.
   * @throws the error where it is an outage
   */
  async count(held: HeldEvent, error: unknown): Promise<number | 'elsewhere'> {
    if (isOutage(error)) throw error;
    const { inbox, retry, log } = this.#options;
    const { attempts, history } = await inbox.recordFailure(held.envelope as Envelope, textOf(error));
    this.settled(held);
    if (attempts === 0) return 'elsewhere';
    const cause = finalCauseOf(error) ?? (attempts >= retry.maxAttempts ? 'exhausted' : undefined);
    if (cause) held.verdict = { cause, error, history };
    else log.warn('an event will be tried again', { ...held.fields, attempts, error: error instanceof AppError ? textOf(error) : error });
    return cause ? 0 : retryDelayMs(retry, attempts);
  }

  /** Milliseconds until another look at whatever is away. */
  waitOut(held: HeldEvent, error: unknown): number {
    this.#outage.fail(error, held.fields);
    const delayMs = Math.min(OUTAGE_DELAY_MS.least * 2 ** held.waits, OUTAGE_DELAY_MS.most);
    held.waits += 1;
    return jittered(delayMs);
  }

  /** What it waited for was there. */
  settled(held: HeldEvent): void {
    if (held.waits > 0) this.#outage.end();
    held.waits = 0;
  }

  /** First the dead letter, then the mark in the inbox, then the term: cut short anywhere, it is done again from the start. */
  async bury(held: HeldEvent, { cause, error, history }: Verdict): Promise<void> {
    const { deadLetters, inbox, log } = this.#options;
    await deadLetters.publish(held.delivery, cause, textOf(error), history);
    if (held.envelope) await inbox.bury(held.envelope, textOf(error), held.gapFrom);
    held.delivery.term();
    this.settled(held);
    log.error('an event went to the dead letters', { ...held.fields, cause, error: textOf(error) });
  }
}
