import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Database, type Lease, LeaseStore, newId } from '@smartcontent/database';
import { LoopingJob } from '@smartcontent/service';
import { inSpan } from '@smartcontent/tracing';
import { IngestSettings } from '../ingest-settings.js';
import { AnalyticsTelemetry } from '../telemetry.js';
import type { EventRange } from './event-range.js';
import { IngestService, type Place } from './ingest.service.js';
import type { RangeReader } from './range-reader.js';
import { rangeSpan } from './range-span.js';

const LEASE_SECONDS = 3;
const LEASE_MARGIN_MILLISECONDS = 20;
/** A turn without events ends after this, to keep the lease. */
const IDLE_MILLISECONDS = 1_000;

/**
 * Carries events from the stream into ClickHouse, range after range. Whatever fails, it starts again from what Postgres says.
 * One replica at a time does it, by a lease; two at once would do the same work twice and still store every event once.
 */
@Injectable()
export class StoreEvents extends LoopingJob {
  readonly #holder = newId();
  readonly #leases: LeaseStore;
  #lease: Lease | undefined;
  #reader: RangeReader | null = null;
  /** Up to this sequence each message is a range of its own, to find the one whose rows are refused. */
  #singlyUntil = 0;
  #tidiedAt = 0;

  constructor(
    private readonly database: Database,
    private readonly ingest: IngestService,
    private readonly settings: IngestSettings,
    private readonly telemetry: AnalyticsTelemetry,
  ) {
    super();
    this.#leases = new LeaseStore(database, { name: 'ingest', seconds: LEASE_SECONDS });
  }

  override onApplicationBootstrap(): void {
    this.ingest.onReconnect(() => this.#reader?.fail(new Error('NATS was away')));
    super.onApplicationBootstrap();
  }

  /** The range that is being written is finished first. */
  override async beforeApplicationShutdown(): Promise<void> {
    const ended = super.beforeApplicationShutdown();
    this.#reader?.fail(new Error('The service stops'));
    await ended;
    if (this.#lease) await this.#leases.release(this.#lease).catch(() => undefined);
  }

  protected async run(): Promise<void> {
    const [shortest, longest] = this.settings.retryMilliseconds;
    let wait = shortest;
    while (!this.stopping.aborted) {
      const startedAt = performance.now();
      try {
        if (await this.#holdsLease()) await this.#readOn();
        else await this.#rest();
      } catch (error) {
        if (this.stopping.aborted) return;
        this.telemetry.rangeFailed(error);
        // What ran well for a while has not failed again and again.
        wait = performance.now() - startedAt > longest ? shortest : Math.min(wait * 2, longest);
        await this.#sleep(wait);
      }
    }
  }

  /** Another replica does it. */
  async #rest(): Promise<void> {
    const milliseconds = await this.#untilFree();
    this.telemetry.rangesGoOn();
    await this.#sleep(milliseconds);
  }

  /** From the place that Postgres knows until something goes wrong, the lease is lost or the service stops. */
  async #readOn(): Promise<void> {
    let place = await this.database.withSystem('find the place on the ingest stream', (tx) => this.ingest.locate(tx));
    if (place.isNewEpoch) this.telemetry.epochStarted(place.epoch.epoch, place.next);
    const reader = await this.ingest.open(place);
    this.#reader = reader;
    try {
      while (!this.stopping.aborted && (await this.#holdsLease())) {
        place = await this.#turn(reader, place);
        this.telemetry.rangesGoOn();
      }
    } finally {
      this.#reader = null;
      await reader.close();
    }
  }

  async #turn(reader: RangeReader, place: Place): Promise<Place> {
    await this.#tidy(place);
    const range = place.open
      ? await reader.cutUntil(place.open.last_sequence)
      : await reader.cut(this.#limits(place), this.#linger(place), IDLE_MILLISECONDS);
    if (!range) return place;
    await this.ingest.confirm(place);
    await inSpan(
      () => rangeSpan(range),
      () => this.#store(range, place),
    );
    return this.ingest.after(place, range);
  }

  async #store(range: EventRange, place: Place): Promise<void> {
    const startedAt = performance.now();
    const offset = place.open ?? (await this.#record(range, place));
    try {
      await this.ingest.write(range, offset, place);
    } catch (error) {
      if (!this.ingest.isRefused(error)) throw error;
      await this.database.withSystem('take back a refused range', (tx) => this.ingest.forget(tx, offset));
      if (range.messages.length > 1) {
        this.#singlyUntil = range.last.sequence;
        throw error;
      }
      return this.#store(this.ingest.asDead(range, (error as Error).message), { ...place, open: null });
    }
    const total = await this.database.withSystem('close a range of events', (tx) => this.ingest.settle(tx, range, offset));
    if (!total) throw new Error('The range was closed by another replica');
    for (const { message, error } of range.dead()) this.telemetry.messageDead(message.sequence, error.message);
    this.telemetry.rangeStored(total, (performance.now() - startedAt) / 1_000);
  }

  async #record(range: EventRange, place: Place) {
    const verdict = await this.ingest.judge(range, place);
    return this.database.withSystem('record a range of events', (tx) => this.ingest.record(tx, range, verdict, place));
  }

  async #holdsLease(): Promise<boolean> {
    this.#lease = (this.#lease && (await this.#leases.renew(this.#lease))) ?? (await this.#leases.take(this.#holder));
    return this.#lease !== undefined;
  }

  /** Whoever waits takes it over as soon as its time is over, or given back. */
  async #untilFree(): Promise<number> {
    const left = (await this.#leases.secondsLeft()) * 1_000;
    return Math.min(left + LEASE_MARGIN_MILLISECONDS, IDLE_MILLISECONDS);
  }

  async #tidy(place: Place): Promise<void> {
    if (performance.now() - this.#tidiedAt < this.settings.housekeepingSeconds * 1_000) return;
    this.#tidiedAt = performance.now();
    await this.ingest.confirm(place);
    await this.database.withSystem('tidy the ingest stream', (tx) => this.ingest.tidy(tx, place));
  }

  #limits(place: Place) {
    return place.next <= this.#singlyUntil ? { ...this.settings, maxRows: 0 } : this.settings;
  }

  #linger(place: Place): number {
    return place.next <= this.#singlyUntil ? 0 : this.settings.lingerMilliseconds;
  }

  async #sleep(milliseconds: number): Promise<void> {
    await delay(milliseconds, undefined, { signal: this.stopping }).catch(() => undefined);
  }
}
