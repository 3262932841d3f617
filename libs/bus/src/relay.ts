import { setTimeout as delay } from 'node:timers/promises';
import { JetStreamApiError } from '@nats-io/jetstream';
import type { NatsConnection, Subscription } from '@nats-io/transport-node';
import type { ServiceName } from '@smartcontent/contracts';
import { type Database, type Lease, OutboxStore } from '@smartcontent/database';
import type { BusLog, BusMetrics } from './bus-log.js';
import { type Link, linkOf } from './link.js';
import { OutageLog } from './outage-log.js';
import { NotAcknowledged, PublishWindow } from './publish-window.js';
import { RelayLease } from './relay-lease.js';
import { RelayUpkeep } from './relay-upkeep.js';
import { Signal } from './signal.js';
import { lastMessageId, repairStream } from './stream-repair.js';
import { eventStream } from './streams.js';

export interface RelayOptions {
  readonly connection: NatsConnection;
  readonly service: ServiceName;
  readonly database: Database;
  readonly log: BusLog;
  readonly metrics?: BusMetrics;
  /** Of durables of its stream that are gone and made again, 30 unless told. */
  readonly ackWaitSeconds?: number;
}

/** Rows read at once. */
const BATCH = 500;
/** A batch is read and sent while the acknowledgements of the one before are still coming. */
const MOST_UNANSWERED = 2 * BATCH;
/** Marking rows costs as much for one as for many. */
const KEEP_MS = 50;
/** How often an unnudged relay looks. */
const POLL_MS = 1_000;
/** After a row that was not acknowledged. */
const RETRY_MS = 250;
const FINISH_MS = 1_000;
const DRAINED_POLL_MS = 10;
const WORDS = { begun: 'the outbox waits', over: 'the outbox goes on' };

/**
 * Publishes a service's outbox. Of all replicas one holds the lease; the others wait for it. Every commit nudges the holder, in
 * process or over NATS; polling is the net. A row that is sent twice carries the same id and is dropped by the stream or by the inboxes.
 */
export class Relay {
  readonly #options: RelayOptions;
  readonly #outbox: OutboxStore;
  readonly #lease: RelayLease;
  readonly #link: Link;
  readonly #window: PublishWindow;
  readonly #upkeep: RelayUpkeep;
  readonly #outage: OutageLog;
  readonly #nudgeSubject: string;
  readonly #signal = new Signal();
  #needsRepair = true;
  #isStopping = false;
  #isNudging = false;
  #batch = BATCH;
  #keptAtMs = 0;
  #ended: Promise<void> = Promise.resolve();
  #subscription: Subscription | undefined;
  #unlisten: (() => void) | undefined;
  #unwatch: (() => void) | undefined;

  constructor(options: RelayOptions) {
    const { connection, service, database, log } = options;
    this.#options = options;
    this.#outbox = new OutboxStore(database);
    this.#link = linkOf(connection);
    this.#window = new PublishWindow(connection, service, { room: BATCH, onRoom: () => this.#signal.raise() });
    this.#lease = new RelayLease({ database, log, isWanted: () => this.#link.isUp, onTaken: () => this.#compareFirst() });
    this.#upkeep = new RelayUpkeep(database, log);
    this.#outage = new OutageLog(log, WORDS);
    this.#nudgeSubject = `relay.${service}.nudge`;
  }

  /** Takes the lease when it is free and publishes from then on; returns at once. */
  start(): void {
    const { connection, database } = this.#options;
    this.#window.open();
    this.#subscription = connection.subscribe(this.#nudgeSubject, { callback: () => this.#lease.held && this.#signal.raise() });
    this.#unlisten = database.onOutboxWrite(() => this.nudge());
    // No answer comes any more to what was sent. What was acknowledged may be gone too, so it is not kept.
    this.#link.onLost(() => this.#window.clear());
    this.#unwatch = this.#link.onBack(() => {
      this.#compareFirst();
      this.#lease.wake();
    });
    this.#lease.start();
    this.#upkeep.start();
    this.#ended = this.#run();
  }

  /** Says that outbox rows were committed; `start` has the database call it. */
  nudge(): void {
    if (this.#lease.held) this.#signal.raise();
    else this.#nudgeHolder();
  }

  /** Resolves when every committed outbox row is published, by whichever replica. For tests. */
  async drained(): Promise<void> {
    this.nudge();
    while ((await this.#outbox.unpublished(1)).length > 0) await delay(DRAINED_POLL_MS);
  }

  /** Finishes what is under way and gives the lease back. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#unlisten?.();
    this.#unwatch?.();
    this.#subscription?.unsubscribe();
    this.#signal.raise();
    await Promise.all([this.#ended, this.#upkeep.stop()]);
    await this.#finish().catch(() => {});
    this.#window.close();
    await this.#lease.stop();
  }

  #nudgeHolder(): void {
    if (this.#isNudging) return;
    // One message for all commits of this turn.
    this.#isNudging = true;
    setImmediate(() => {
      this.#isNudging = false;
      const { connection } = this.#options;
      if (!connection.isClosed() && !connection.isDraining()) connection.publish(this.#nudgeSubject);
    });
  }

  /** The broker may not be the one it was: what it lost goes out before anything else. */
  #compareFirst(): void {
    this.#needsRepair = true;
    this.#window.clear();
    this.#signal.raise();
  }

  async #run(): Promise<void> {
    while (!this.#isStopping && !this.#options.connection.isClosed()) {
      try {
        const lease = this.#link.isUp ? this.#lease.held : undefined;
        if (!lease) await this.#signal.wait(POLL_MS);
        else if (this.#needsRepair) await this.#repair();
        else await this.#advance(lease);
      } catch (error) {
        const isRefusal = error instanceof NotAcknowledged;
        // What has no answer may be what the stream ends with by now.
        if (!isRefusal && this.#window.unanswered > 0) this.#needsRepair = true;
        this.#window.clear();
        if (isRefusal && error.isOutOfTurn) continue;
        this.#outage.fail(error);
        this.#batch = 1;
        await delay(RETRY_MS);
      }
    }
  }

  async #repair(): Promise<void> {
    this.#needsRepair = false;
    try {
      const { connection, service, log, ackWaitSeconds } = this.#options;
      const stream = eventStream(service);
      await repairStream({ connection, stream, outbox: this.#outbox, lease: this.#lease, log, ackWaitSeconds });
      this.#window.startAfter(await lastMessageId(connection, stream));
    } catch (error) {
      this.#needsRepair = true;
      // A service that owns no events has no stream, and nothing that ever was in one.
      const isMissing = error instanceof JetStreamApiError && error.status === 404;
      if (!isMissing || !(await this.#isUnused())) throw error;
      this.#outage.end();
      await this.#signal.wait(POLL_MS);
    }
  }

  async #isUnused(): Promise<boolean> {
    const rows = await Promise.all([this.#outbox.unpublished(1), this.#outbox.acknowledged(1)]);
    return rows.flat().length === 0;
  }

  /** Keeps what was acknowledged, reads what is next and sends it. @throws NotAcknowledged where the stream refused a row: the next batch begins with it. */
  async #advance(lease: Lease): Promise<void> {
    const { failure } = this.#window;
    const isKeeping = failure || this.#window.acknowledged >= BATCH || performance.now() - this.#keptAtMs >= KEEP_MS;
    const done = isKeeping ? this.#window.takeAcknowledged() : [];
    this.#signal.lower();
    const askedAtMs = performance.now();
    const rows = await this.#outbox.advance(lease, done, failure ? 0 : this.#batch, this.#window.ids);
    const answeredAtMs = performance.now();
    if (!rows) return this.#lease.drop(lease);
    if (done.length > 0) this.#options.metrics?.eventsPublished?.(done.length);
    if (isKeeping) this.#keptAtMs = answeredAtMs;
    if (failure) throw failure;
    // What was sent again is not through before it is acknowledged.
    if (done.length > 0 || (rows.length === 0 && this.#window.isEmpty)) this.#outage.end();
    // From here on nothing is awaited: NATS may have come back without what it had, or the process may have been stopped for longer than its lease.
    if (this.#needsRepair || !this.#link.isUp || this.#lease.held?.epoch !== lease.epoch) return;
    this.#window.send(rows);
    if (rows.length === this.#batch) await this.#room();
    else await this.#nudged(answeredAtMs + Math.min(answeredAtMs - askedAtMs, KEEP_MS));
    this.#batch = BATCH;
  }

  /** Rests for as long as the last reading took, so that what is committed meanwhile goes out together: the busier the machine, the more. */
  async #nudged(restedAtMs: number): Promise<void> {
    await this.#signal.wait(this.#window.isEmpty ? POLL_MS : KEEP_MS);
    const restMs = restedAtMs - performance.now();
    if (restMs >= 1 && !this.#isStopping) await delay(restMs);
  }

  /** What is not kept is sent again by the next holder, which does no harm. */
  async #finish(): Promise<void> {
    const endsAtMs = performance.now() + FINISH_MS;
    while (this.#window.unanswered > 0 && this.#lease.held && performance.now() < endsAtMs) await delay(DRAINED_POLL_MS);
    if (this.#lease.held) await this.#outbox.markPublished(this.#lease.held, this.#window.takeAcknowledged());
  }

  async #room(): Promise<void> {
    while (this.#window.unanswered > MOST_UNANSWERED - BATCH && !this.#window.failure) await this.#signal.wait(POLL_MS);
  }
}
