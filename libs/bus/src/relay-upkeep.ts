import { randomUUID } from 'node:crypto';
import { type Database, LeaseStore, OutboxStore } from '@smartcontent/database';
import type { BusLog } from './bus-log.js';
import { Signal } from './signal.js';

/** A lease that nobody gives back: whoever takes it does the hour's upkeep, so a replica that starts or dies does not begin it again. */
const UPKEEP = { name: 'upkeep', seconds: 60 * 60 };
const LOOK_MS = 60_000;

/** Once an hour one replica looks after the tables of outbox and inbox. It may fail or take its time without holding up the events. */
export class RelayUpkeep {
  readonly #leases: LeaseStore;
  readonly #outbox: OutboxStore;
  readonly #log: BusLog;
  readonly #holder = randomUUID();
  readonly #signal = new Signal();
  readonly #stop = new AbortController();
  #ended: Promise<void> = Promise.resolve();

  constructor(database: Database, log: BusLog) {
    this.#leases = new LeaseStore(database, UPKEEP);
    this.#outbox = new OutboxStore(database);
    this.#log = log;
  }

  start(): void {
    this.#ended = this.#run();
  }

  /** Leaves the rest of an upkeep under way to the next hour. */
  async stop(): Promise<void> {
    this.#stop.abort();
    this.#signal.raise();
    await this.#ended;
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      try {
        // While Postgres is away this fails, of which others tell.
        const lease = await this.#leases.take(this.#holder).catch(() => undefined);
        if (lease) await this.#outbox.maintain(this.#stop.signal);
      } catch (error) {
        this.#log.error('the upkeep of the outbox failed; the next hour tries again', { error });
      }
      if (!this.#stop.signal.aborted) await this.#signal.wait(LOOK_MS);
    }
  }
}
