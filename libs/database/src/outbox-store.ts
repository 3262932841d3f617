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
  /** CloudEvents attributes without `ce-`: specversion, id, source, type, time, datacontenttype, companyid, aggregateid, aggregateversion, correlationid, actor, and causationid, traceparent where there is one. */
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
  readonly event_id: string;
  readonly stream_sequence: number;
  readonly epoch: number;
}

/** The lease, locked until the statement's transaction ends: a take-over waits for it, so nothing is written under a lost lease. */
const HELD = `held AS MATERIALIZED (
  SELECT 1 FROM relay_lease WHERE name = $1 AND holder = $2 AND epoch = $3 AND expires_at > clock_timestamp() FOR SHARE)`;
/** A broker has synced to disk long before; the payload is not needed for a repair any more. */
const PAYLOAD_KEPT = '1 hour';
/** Payloads are dropped hourly, so older partitions hold none. */
const PAYLOAD_SEARCHED = '3 days';
const IDEMPOTENCY_KEY_KEPT = '24 hours';
const PARTITIONS_AHEAD_DAYS = 3;
/** The streams' max age, and a day. */
const OUTBOX_KEPT_DAYS = 31;
/** Longer than any stream keeps an event that could come again. */
const INBOX_KEPT_DAYS = 35;

/** SQL of the relay. Runs as `<svc>_system`. */
export class OutboxStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Unpublished rows in the order of their ids. Never "id > last": a transaction may commit a smaller id later. */
  unpublished(limit: number): Promise<OutboxRow[]> {
    return this.#query(
      `SELECT id, event_id, company_id, subject, aggregate_id, aggregate_version, headers, data, created_at
       FROM outbox WHERE published_at IS NULL ORDER BY id LIMIT $1`,
      [limit],
    );
  }

  /** Keeps the acknowledged sequences under the lease's epoch. False when the lease was lost: nothing was written then, stop publishing. */
  async markPublished(lease: Lease, rows: readonly PublishedRow[]): Promise<boolean> {
    const [answer] = await this.#query<{ is_held: boolean }>(
      `WITH ${HELD}, marked AS (
         UPDATE outbox SET published_at = clock_timestamp(), stream_sequence = done.stream_sequence, epoch = $3
         FROM unnest($4::bigint[], $5::timestamptz[], $6::bigint[]) AS done (id, created_at, stream_sequence)
         WHERE outbox.id = done.id AND outbox.created_at = done.created_at AND published_at IS NULL AND EXISTS (SELECT FROM held))
       SELECT EXISTS (SELECT FROM held) AS is_held`,
      [...fence(lease), rows.map((row) => row.id), rows.map((row) => row.created_at), rows.map((row) => row.stream_sequence)],
    );
    return answer?.is_held === true;
  }

  /** Published rows from the highest (epoch, sequence) downwards; `before` continues after the last row of the page before. */
  acknowledged(limit: number, before?: AcknowledgedRow): Promise<AcknowledgedRow[]> {
    const { epoch, stream_sequence } = before ?? { epoch: Number.MAX_SAFE_INTEGER, stream_sequence: 0 };
    return this.#query(
      `SELECT event_id, stream_sequence, epoch FROM outbox
       WHERE published_at IS NOT NULL AND (epoch, stream_sequence) < ($2, $3) ORDER BY epoch DESC, stream_sequence DESC LIMIT $1`,
      [limit, epoch, stream_sequence],
    );
  }

  /**
   * After a broker lost its tail: everything acknowledged after `last` (undefined: everything) becomes unpublished again.
   * `lost` counts rows whose payload was already dropped, an hour after they were published. Undefined when the lease was lost.
   */
  async unpublishAfter(lease: Lease, last: AcknowledgedRow | undefined): Promise<{ requeued: number; lost: number } | undefined> {
    const [answer] = await this.#query<{ is_held: boolean; requeued: number; lost: number }>(
      `WITH ${HELD}, requeued AS (
         UPDATE outbox SET published_at = NULL, stream_sequence = NULL, epoch = NULL
         WHERE published_at IS NOT NULL AND (epoch, stream_sequence) > ($4, $5) AND data IS NOT NULL AND EXISTS (SELECT FROM held)
         RETURNING 1)
       SELECT EXISTS (SELECT FROM held) AS is_held, (SELECT count(*) FROM requeued) AS requeued,
         (SELECT count(*) FROM outbox WHERE published_at IS NOT NULL AND (epoch, stream_sequence) > ($4, $5) AND data IS NULL) AS lost`,
      [...fence(lease), last?.epoch ?? 0, last?.stream_sequence ?? 0],
    );
    return answer?.is_held ? { requeued: answer.requeued, lost: answer.lost } : undefined;
  }

  /** Rows that wait and the age of the oldest in seconds, for metrics. */
  async backlog(): Promise<{ rows: number; oldestSeconds: number }> {
    const [answer] = await this.#query<{ rows: number; oldest_seconds: number }>(
      `SELECT count(*) AS rows, coalesce(extract(epoch FROM clock_timestamp() - min(created_at)), 0)::float8 AS oldest_seconds
       FROM outbox WHERE published_at IS NULL`,
    );
    return { rows: answer?.rows ?? 0, oldestSeconds: answer?.oldest_seconds ?? 0 };
  }

  /**
   * Upkeep of outbox, inbox and idempotency keys, harmless to repeat: partitions of the coming days made, payloads published over an hour
   * ago dropped, partitions and keys past their time removed. The relay calls it when it takes the lease and every hour.
   */
  async maintain(): Promise<void> {
    await this.#query('SELECT ensure_partitions($1)', [PARTITIONS_AHEAD_DAYS]);
    await this.#query(
      `UPDATE outbox SET headers = NULL, data = NULL
       WHERE published_at < now() - $1::interval AND created_at > now() - $2::interval AND data IS NOT NULL`,
      [PAYLOAD_KEPT, PAYLOAD_SEARCHED],
    );
    await this.#query('SELECT drop_partitions($1, $2)', [OUTBOX_KEPT_DAYS, INBOX_KEPT_DAYS]);
    await this.#query('DELETE FROM idempotency_keys WHERE created_at < now() - $1::interval', [IDEMPOTENCY_KEY_KEPT]);
  }

  #query<R>(text: string, values: unknown[] = []): Promise<R[]> {
    return this.#database.withSystem('relay', (tx) => tx.query<R>(text, values));
  }
}

function fence({ name, holder, epoch }: Lease): unknown[] {
  return [name, holder, epoch];
}
