import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { type JetStreamClient, jetstream } from '@nats-io/jetstream';
import { headers as emptyHeaders, type NatsConnection, type Subscription } from '@nats-io/transport-node';
import type { ServiceName } from '@smartcontent/contracts';
import { type Database, type Lease, LeaseStore, type OutboxRow, OutboxStore, type PublishedRow } from '@smartcontent/database';
import type { BusLog, BusMetrics } from './bus-log.js';
import { eventHeaders } from './event-envelope.js';
import { linkOf } from './link.js';
import { Signal } from './signal.js';
import { repairStream } from './stream-repair.js';
import { eventStream } from './streams.js';

export interface RelayOptions {
  readonly connection: NatsConnection;
  readonly service: ServiceName;
  readonly database: Database;
  readonly log: BusLog;
  readonly metrics?: BusMetrics;
}

/** Rows published without waiting for each other's acknowledgement. */
const BATCH = 500;
const ACK_TIMEOUT_MS = 5_000;
/** How often an unnudged relay looks: for rows where it holds the lease, for the lease where another does. */
const POLL_MS = 1_000;
/** A third of the lease's 5 s. */
const RENEW_MS = 1_600;
/** What is committed within this time goes out together: under load a batch costs three round trips, and so would each row. */
const GATHER_MS = 10;
const MAINTAIN_MS = 60 * 60_000;
const DRAINED_POLL_MS = 10;

/**
 * Publishes a service's outbox. Of all replicas one holds the lease; the others only ask for it. Every commit nudges the holder, in
 * process or over NATS; polling is the net. A row that is sent twice carries the same id and is dropped by the stream or by the inboxes.
 */
export class Relay {
  readonly #options: RelayOptions;
  /** Says where to look for it: an operator reads it in relay_lease. */
  readonly #holder = `${hostname()}:${process.pid}:${randomUUID()}`;
  readonly #outbox: OutboxStore;
  readonly #leases: LeaseStore;
  readonly #stream: JetStreamClient;
  readonly #nudgeSubject: string;
  readonly #signal = new Signal();
  #lease: Lease | undefined;
  #renewAtMs = 0;
  #maintainAtMs = 0;
  #needsRepair = true;
  #isStopping = false;
  #isNudging = false;
  #ended: Promise<void> = Promise.resolve();
  #upkeep: Promise<void> = Promise.resolve();
  #subscription: Subscription | undefined;
  #unlisten: (() => void) | undefined;
  #unwatch: (() => void) | undefined;

  constructor(options: RelayOptions) {
    this.#options = options;
    this.#outbox = new OutboxStore(options.database);
    this.#leases = new LeaseStore(options.database);
    this.#stream = jetstream(options.connection);
    this.#nudgeSubject = `relay.${options.service}.nudge`;
  }

  /** Takes the lease when it is free and publishes from then on; returns at once. */
  start(): void {
    const { connection, database } = this.#options;
    this.#subscription = connection.subscribe(this.#nudgeSubject, { callback: () => this.#signal.raise() });
    this.#unlisten = database.onOutboxWrite(() => this.nudge());
    this.#unwatch = linkOf(connection).onBack(() => {
      this.#needsRepair = true;
      this.#signal.raise();
    });
    this.#ended = this.#run();
  }

  /** Says that outbox rows were committed; `start` has the database call it. */
  nudge(): void {
    if (this.#lease) this.#signal.raise();
    else this.#nudgeHolder();
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

  /** Resolves when every committed outbox row is published, by whichever replica. For tests. */
  async drained(): Promise<void> {
    this.nudge();
    while ((await this.#outbox.unpublished(1)).length > 0) await delay(DRAINED_POLL_MS);
  }

  /** Finishes the batch under way and gives the lease back. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#unlisten?.();
    this.#unwatch?.();
    this.#subscription?.unsubscribe();
    this.#signal.raise();
    await Promise.all([this.#ended, this.#upkeep]);
    if (this.#lease) await this.#leases.release(this.#lease).catch(() => {});
    this.#lease = undefined;
  }

  async #run(): Promise<void> {
    let isReported = false;
    while (!this.#isStopping && !this.#options.connection.isClosed()) {
      try {
        // Without a connection every publication would only wait for its time-out.
        const published = linkOf(this.#options.connection).isUp && (await this.#isHolding()) ? await this.#publishBatch() : 0;
        isReported = false;
        // Less than a batch: whatever is committed from here on comes with a nudge.
        if (published < BATCH) await this.#signal.wait(POLL_MS);
        if (!this.#isStopping) await delay(GATHER_MS);
      } catch (error) {
        if (!isReported) this.#options.log.warn('the outbox waits', { error });
        isReported = true;
        await this.#signal.wait(POLL_MS);
      }
    }
  }

  /** True under a lease with time left and with a stream that holds what it acknowledged. */
  async #isHolding(): Promise<boolean> {
    if (this.#lease && Date.now() < this.#renewAtMs && !this.#needsRepair) return true;
    const askedAtMs = Date.now();
    const renewed = this.#lease && (await this.#leases.renew(this.#lease));
    this.#lease = renewed ?? (await this.#leases.take(this.#holder));
    if (!this.#lease) return false;
    this.#renewAtMs = askedAtMs + RENEW_MS;
    if (!renewed) this.#needsRepair = true;
    if (this.#needsRepair) await this.#repair(this.#lease);
    if (Date.now() > this.#maintainAtMs) this.#upkeep = this.#maintain();
    return this.#lease !== undefined;
  }

  async #repair(lease: Lease): Promise<void> {
    this.#needsRepair = false;
    try {
      const { connection, service, log } = this.#options;
      this.#lease = await repairStream({
        connection,
        stream: eventStream(service),
        outbox: this.#outbox,
        leases: this.#leases,
        lease,
        log,
      });
    } catch (error) {
      this.#needsRepair = true;
      throw error;
    }
  }

  /** Upkeep may fail or take its time without holding up the events. */
  async #maintain(): Promise<void> {
    this.#maintainAtMs = Date.now() + MAINTAIN_MS;
    await this.#outbox.maintain().catch((error) => this.#options.log.error('the upkeep of the outbox failed', { error }));
  }

  /** Number of rows published. Stops at the first row that is not acknowledged; the next batch begins with it. */
  async #publishBatch(): Promise<number> {
    const rows = await this.#outbox.unpublished(BATCH);
    // NATS may have gone and come back meanwhile: what it lost goes first. From here to the publications nothing is awaited.
    if (rows.length === 0 || this.#needsRepair || !linkOf(this.#options.connection).isUp) return 0;
    const acks = await Promise.allSettled(rows.map((row, index) => this.#publish(row, rows[index - 1])));
    const failedAt = acks.findIndex((ack) => ack.status === 'rejected');
    const acknowledged = acks.slice(0, failedAt < 0 ? undefined : failedAt) as PromiseFulfilledResult<PublishedRow>[];
    if (acknowledged.length > 0) await this.#keep(acknowledged.map((ack) => ack.value));
    if (failedAt >= 0) throw (acks[failedAt] as PromiseRejectedResult).reason;
    return rows.length;
  }

  async #keep(rows: PublishedRow[]): Promise<void> {
    if (!this.#lease || !(await this.#outbox.markPublished(this.#lease, rows))) {
      this.#lease = undefined;
      throw new Error('the lease was lost; the next holder publishes these rows again');
    }
    this.#options.metrics?.eventsPublished?.(rows.length);
  }

  /**
   * The stream takes a row only right after the one before it. Else it could refuse one (too large for the room that is left) and take
   * the next, and no consumer would wait for an earlier version that came after a later one.
   */
  async #publish(row: OutboxRow, previous: OutboxRow | undefined): Promise<PublishedRow> {
    const headers = emptyHeaders();
    for (const [name, value] of eventHeaders(row.headers)) headers.append(name, value);
    const ack = await this.#stream.publish(row.subject, JSON.stringify(row.data), {
      msgID: row.event_id,
      expect: previous && { lastMsgID: previous.event_id },
      headers,
      timeout: ACK_TIMEOUT_MS,
    });
    return { id: row.id, created_at: row.created_at, stream_sequence: ack.seq };
  }
}
