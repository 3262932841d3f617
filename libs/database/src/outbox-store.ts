import type { Database } from './database.js';
import type { Lease } from './lease-store.js';

/** What the relay publishes: subject, `Nats-Msg-Id` = event_id, each header with the prefix `ce-`, data as JSON. */
export interface OutboxRow {
  readonly id: number;
  readonly event_id: string;
  readonly company_id: string;
  readonly subject: string;
  readonly aggregate_id: string;
  readonly aggregate_version: number;
  /** CloudEvents attributes without `ce-`: specversion, id, source, type, time, companyid, aggregateid, aggregateversion, correlationid, causationid?, actor, traceparent?. */
  readonly headers: Record<string, string>;
  readonly data: unknown;
  readonly created_at: string;
}

export interface PublishedRow {
  readonly id: number;
  readonly created_at: string;
  /** Sequence with which the stream acknowledged it. */
  readonly stream_sequence: number;
}

/** A published row as the walk-back sees it. */
export interface AcknowledgedRow {
  readonly id: number;
  readonly event_id: string;
  readonly stream_sequence: number;
  readonly epoch: number;
}

/** SQL of the relay. Runs as `<svc>_system`. */
export class OutboxStore {
  constructor(_database: Database) {}
  /** Unpublished rows in the order of their ids. */
  async unpublished(_limit: number): Promise<OutboxRow[]> {
    throw new Error('not there yet');
  }
  /** Keeps the acknowledged sequences under the lease's epoch. False when the lease was lost: nothing was written then, stop publishing. */
  async markPublished(_lease: Lease, _rows: readonly PublishedRow[]): Promise<boolean> {
    throw new Error('not there yet');
  }
  /** Published rows from the highest (epoch, sequence) downwards; `before` continues from the last row of the page before. */
  async acknowledged(_limit: number, _before?: AcknowledgedRow): Promise<AcknowledgedRow[]> {
    throw new Error('not there yet');
  }
  /**
   * After a broker lost its tail: everything acknowledged after `last` (undefined: everything) becomes unpublished again.
   * `lost` counts rows whose payload was already dropped (published more than an hour ago). Undefined when the lease was lost.
   */
  async unpublishAfter(_lease: Lease, _last: AcknowledgedRow | undefined): Promise<{ requeued: number; lost: number } | undefined> {
    throw new Error('not there yet');
  }
  /** Rows waiting and the age of the oldest in seconds, for metrics. */
  async backlog(): Promise<{ rows: number; oldestSeconds: number }> {
    throw new Error('not there yet');
  }
  /** Daily upkeep, harmless to repeat: partitions of the coming days, payloads published over an hour ago dropped, old partitions and idempotency keys removed. The relay calls it at start and every hour. */
  async maintain(): Promise<void> {
    throw new Error('not there yet');
  }
}
