import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { type Database, type Lease, LeaseStore } from '@smartcontent/database';
import type { BusLog } from './bus-log.js';
import { OutageLog } from './outage-log.js';
import { Signal } from './signal.js';

export interface RelayLeaseOptions {
  readonly database: Database;
  readonly log: BusLog;
  /** False while this replica could not use it: it is not prolonged then, so that another may take it. */
  readonly isWanted: () => boolean;
  readonly onTaken: () => void;
}

/** When its holder dies or is stopped another takes it after this long. */
const LEASE_MS = 1_200;
/** So that one renewal may fail and the next be late. */
const RENEW_MS = 400;
const WORDS = { begun: 'the lease of the relay cannot be asked for', over: 'the lease of the relay is asked for again', patienceMs: 1_000 };

/** The lease of a service's relay as one replica sees it: prolongs it while it is held, else waits for its expiry, and writes nothing meanwhile. */
export class RelayLease {
  readonly #options: RelayLeaseOptions;
  readonly #leases: LeaseStore;
  /** Says where to look for it: an operator reads it in relay_lease. */
  readonly #holder = `${hostname()}:${process.pid}:${randomUUID()}`;
  readonly #signal = new Signal();
  #lease: Lease | undefined;
  #endsAtMs = 0;
  #isStopping = false;
  #ended: Promise<void> = Promise.resolve();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: RelayLeaseOptions) {
    this.#options = options;
    this.#leases = new LeaseStore(options.database, { name: 'relay', seconds: LEASE_MS / 1_000 });
  }

  /** Undefined where another replica has it, and where its time is over by this process's own clock: one that was stopped must ask first. */
  get held(): Lease | undefined {
    return performance.now() < this.#endsAtMs ? this.#lease : undefined;
  }

  start(): void {
    this.#ended = this.#run();
  }

  /** Looks at once: it may have become wanted. */
  wake(): void {
    this.#signal.raise();
  }

  /** The database said that this one is lost, or its time was over; another may have been taken since. */
  drop(lease: Lease | undefined): void {
    if (lease && lease.epoch !== this.#lease?.epoch) return;
    this.#lease = undefined;
    this.#signal.raise();
  }

  /** A new epoch under the same holder, after the broker lost messages. */
  bumpEpoch(): Promise<void> {
    return this.#inTurn(async () => {
      this.#lease = this.#lease && (await this.#leases.bumpEpoch(this.#lease));
    });
  }

  /** Lets the next one take it at once. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#signal.raise();
    await this.#ended;
    if (this.#lease) await this.#leases.release(this.#lease).catch(() => {});
    this.#lease = undefined;
  }

  async #run(): Promise<void> {
    const outage = new OutageLog(this.#options.log, WORDS);
    while (!this.#isStopping) {
      let waitMs = RENEW_MS;
      try {
        if (this.#options.isWanted()) waitMs = await this.#inTurn(() => this.#ask());
        outage.end();
      } catch (error) {
        outage.fail(error);
      }
      if (!this.#isStopping) await this.#signal.wait(waitMs);
    }
  }

  /** Milliseconds until it should be asked again. */
  async #ask(): Promise<number> {
    const askedAtMs = performance.now();
    let lease = this.#lease && (await this.#leases.renew(this.#lease));
    if (!lease) {
      this.#lease = undefined;
      const leftMs = (await this.#leases.secondsLeft()) * 1_000;
      if (leftMs > 0) return Math.min(leftMs, LEASE_MS);
      lease = await this.#leases.take(this.#holder);
    }
    const isTaken = lease && !this.#lease;
    this.#lease = lease;
    this.#endsAtMs = askedAtMs + LEASE_MS;
    if (isTaken) this.#options.onTaken();
    return lease ? RENEW_MS : 0;
  }

  /** One after the other: a renewal would ask for the epoch that is being replaced. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => {});
    return result;
  }
}
