import { setTimeout as delay } from 'node:timers/promises';
import type { Company } from './company.js';
import { ContentAuthors } from './content-authors.js';
import type { FrontDoor } from './front-door.js';
import { IngestFeed } from './ingest-feed.js';
import type { LongTransactions } from './long-transactions.js';
import type { Random } from './random.js';

export interface LoadOptions {
  readonly door: FrontDoor;
  readonly companies: readonly Company[];
  readonly random: Random;
  readonly long: LongTransactions;
  readonly contentStepsPerSecond: number;
  readonly batchesPerSecond: number;
  /** How long before its time a post is scheduled, at least and at most. */
  readonly postLeadMs: readonly [least: number, most: number];
}

/** More than these many without an answer, and clients would be piling up that a real platform would not have. */
const MOST_UNDER_WAY = 400;
const TICK_MS = 20;

/** Clients that come at a steady rate, whether or not earlier ones have been answered. */
export class Load {
  readonly #options: LoadOptions;
  readonly #authors: ContentAuthors;
  readonly #feed: IngestFeed;
  readonly #running = new Set<Promise<void>>();
  readonly #batches = new Set<Promise<void>>();
  #isStopping = false;
  #isIngestPaused = false;
  #ended: Promise<unknown> = Promise.resolve();
  #failure: unknown;
  /** Clients that did not even try, since too many were waiting. */
  turnedAway = 0;

  constructor(options: LoadOptions) {
    this.#options = options;
    const { door, companies, random, long, postLeadMs } = options;
    const delayCommit = (companyId: string, key: string) => long.delayCommit(companyId, key);
    this.#authors = new ContentAuthors({ door, companies, random, postLeadMs, delayCommit });
    this.#feed = new IngestFeed(door, companies, random);
  }

  start(): void {
    const { contentStepsPerSecond, batchesPerSecond } = this.#options;
    this.#ended = Promise.all([
      this.#arrive(contentStepsPerSecond, () => this.#track(this.#authors.step(), this.#running)),
      this.#arrive(batchesPerSecond, () => {
        if (!this.#isIngestPaused) this.#track(this.#feed.send(), this.#batches);
      }),
    ]);
  }

  /** No batch is under way once this resolves, and none comes before `resumeIngest`. */
  async pauseIngest(): Promise<void> {
    this.#isIngestPaused = true;
    await Promise.all(this.#batches);
  }

  resumeIngest(): void {
    this.#isIngestPaused = false;
  }

  /** Nobody comes any more; resolves when everybody has a final answer. Throws where a client failed otherwise than by its answer. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    await this.#ended;
    await Promise.all([...this.#running, ...this.#batches]);
    if (this.#failure) throw this.#failure;
  }

  async #arrive(perSecond: number, act: () => void): Promise<void> {
    const startedAt = performance.now();
    let arrived = 0;
    while (!this.#isStopping) {
      const due = Math.floor(((performance.now() - startedAt) / 1_000) * perSecond);
      for (; arrived < due; arrived += 1) {
        if (this.#options.door.underWay < MOST_UNDER_WAY) act();
        else this.turnedAway += 1;
      }
      await delay(TICK_MS);
    }
  }

  #track(work: Promise<void>, running: Set<Promise<void>>): void {
    const tracked = work
      .catch((error: unknown) => {
        this.#failure ??= error;
      })
      .finally(() => running.delete(tracked));
    running.add(tracked);
  }
}
