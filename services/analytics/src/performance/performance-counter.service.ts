import { Injectable } from '@nestjs/common';
import { Database } from '@smartcontent/database';
import { EngagementService, min, PLACES } from '../engagement/engagement.service.js';
import { CountedEventsStore } from './counted-events.store.js';
import { PerformanceService } from './performance.service.js';
import { type Changed, PerformanceStore } from './performance.store.js';

/** Messages whose events are counted in one step; fewer where they are of very many contents. */
const MOST_MESSAGES = 20_000n;
const PARTITIONS_AHEAD = 3;
/** What waits for Redis in the memory of this process; what is dropped from it ends by itself a quarter of an hour later. */
const MOST_WAITING = 50_000;

/** Counts what was stored since it last did. The place moves in the transaction that adds, so an event counts once, whoever counts and whatever dies. */
@Injectable()
export class PerformanceCounter {
  #messages = MOST_MESSAGES;
  #waiting: Changed[] = [];

  constructor(
    private readonly database: Database,
    private readonly engagement: EngagementService,
    private readonly events: CountedEventsStore,
    private readonly store: PerformanceStore,
    private readonly performance: PerformanceService,
  ) {}

  /** One step; true where more follows. */
  async step(): Promise<boolean> {
    if (this.#waiting.length > 0) await this.#forget([]);
    const [place, end] = await this.database.withSystem('how far events are counted', (tx) =>
      Promise.all([this.store.place(tx), this.engagement.storedEnd(tx)]),
    );
    if (end === null || end <= place) return false;
    const until = min(place + this.#messages * PLACES, end);
    // Where it fails it may have been too much for one query.
    const messages = this.#messages;
    this.#messages = messages / 2n || 1n;
    const counted = await this.events.count(place, until);
    if (counted === null) return true;
    this.#messages = min(messages * 2n, MOST_MESSAGES);
    const changed = await this.database.withSystem('count events of contents', async (tx) => {
      if (!(await this.store.moveOn(tx, place, until)) || counted.length === 0) return [];
      return this.store.add(tx, counted);
    });
    await this.#forget(changed);
    return until < end;
  }

  /** Harmless to repeat and to run twice at once. */
  async keepPartitions(keptDays: number): Promise<void> {
    await this.database.withSystem('performance partitions', async (tx) => {
      await this.store.ensurePartitions(tx, PARTITIONS_AHEAD);
      await this.store.dropPartitions(tx, keptDays);
    });
  }

  async #forget(changed: readonly Changed[]): Promise<void> {
    const failed = await this.performance.forget([...this.#waiting, ...changed]);
    this.#waiting = failed.slice(-MOST_WAITING);
  }
}
