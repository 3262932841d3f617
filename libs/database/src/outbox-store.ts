import type { Database } from './database.js';
import type { Lease } from './lease-store.js';
import { maintainOutbox } from './outbox-upkeep.js';

/** What the relay publishes: subject, `Nats-Msg-Id` = event_id, each header with the prefix `ce-`, data. */
export interface OutboxRow {
  readonly id: number;
  readonly event_id: string;
  readonly subject: string;
  /** CloudEvents attributes without `ce-`: specversion, id, source, type, time, datacontenttype, companyid, aggregateid, aggregateversion, correlationid, actor, and causationid, traceparent where there is one. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON, sent as it is. */
  readonly data: string;
  readonly created_at: string;
}

export interface PublishedRow {
  readonly id: number;
  readonly created_at: string;
  /** Sequence with which the stream acknowledged it. */
  readonly stream_sequence: number;
  /** The stream had it already, from when it was published before. */
  readonly is_duplicate: boolean;
}

/** A published row as the walk-back sees it. */
export interface AcknowledgedRow {
  readonly event_id: string;
  readonly stream_sequence: number;
  readonly epoch: number;
}

/** Commit times from `from` up to, without, `to`. */
interface RepublishRange {
  readonly from: string;
  readonly to: string;
  /** All subjects unless told. */
  readonly subject?: string;
}

interface RepublishedPiece {
  readonly requeued: number;
  readonly lost: number;
  readonly is_cut: boolean;
  readonly next_from: string;
}

/** The lease, locked until the statement's transaction ends: a take-over waits for it, so nothing is written under a lost lease. */
const HELD = `held AS MATERIALIZED (
  SELECT 1 FROM relay_lease WHERE name = $1 AND holder = $2 AND epoch = $3 AND expires_at > clock_timestamp() FOR SHARE)`;
const UNPUBLISHED = `SELECT id, event_id, subject, headers, data::text, created_at
  FROM outbox WHERE published_at IS NULL AND id NOT IN (SELECT unnest($2::bigint[])) ORDER BY id LIMIT $1`;
/**
 * Each row finds its answer by its id's place among the ids, which are sorted. A join would be planned by how many rows wait according to
 * the last ANALYZE: with ten thousand times as many it reads them all.
 * A duplicate that was published anew keeps its old place: under this epoch its sequence would stand above later ones of the last.
 */
const MARK = `WITH ${HELD}, marked AS (
    UPDATE outbox SET published_at = clock_timestamp(), stream_sequence = ($5::bigint[])[width_bucket(id, $4::bigint[])],
      epoch = CASE WHEN ($6::boolean[])[width_bucket(id, $4::bigint[])] AND stream_sequence = ($5::bigint[])[width_bucket(id, $4::bigint[])]
        THEN epoch ELSE $3 END
    WHERE id = ANY ($4::bigint[]) AND created_at BETWEEN $7 AND $8 AND published_at IS NULL AND EXISTS (SELECT FROM held))
  SELECT EXISTS (SELECT FROM held) AS is_held`;
/** The last branch: a row that is published anew keeps its place until then, or the broker could lose it, and what came before it, unnoticed. */
const ACKNOWLEDGED = [
  'published_at IS NOT NULL AND epoch = $2 AND stream_sequence < $3',
  'published_at IS NOT NULL AND epoch < $2',
  'published_at IS NULL AND (epoch, stream_sequence) < ($2, $3)',
]
  .map((place) => `SELECT event_id, stream_sequence, epoch FROM outbox WHERE ${place} ORDER BY epoch DESC, stream_sequence DESC LIMIT $1`)
  .map((branch) => `(${branch})`)
  .join(' UNION ALL ')
  .concat(' ORDER BY epoch DESC, stream_sequence DESC LIMIT $1');
/** What cannot be published again gives up its place, so that it is missed once. Nothing that waits may claim a place that is no more. */
const UNPUBLISH = `WITH ${HELD}, requeued AS (
    UPDATE outbox SET published_at = NULL, stream_sequence = NULL, epoch = NULL
    WHERE published_at IS NOT NULL AND (epoch, stream_sequence) > ($4, $5) AND data IS NOT NULL AND EXISTS (SELECT FROM held) RETURNING 1),
  lost AS (
    UPDATE outbox SET stream_sequence = NULL, epoch = NULL
    WHERE published_at IS NOT NULL AND (epoch, stream_sequence) > ($4, $5) AND data IS NULL AND EXISTS (SELECT FROM held) RETURNING 1),
  displaced AS (
    UPDATE outbox SET stream_sequence = NULL, epoch = NULL
    WHERE published_at IS NULL AND (epoch, stream_sequence) > ($4, $5) AND EXISTS (SELECT FROM held))
  SELECT EXISTS (SELECT FROM held) AS is_held, (SELECT count(*) FROM requeued) AS requeued, (SELECT count(*) FROM lost) AS lost`;
/** Of those above a place, the one that so many are not below; none where they are fewer. */
const NTH_ACKNOWLEDGED = `SELECT event_id, epoch, stream_sequence FROM outbox WHERE published_at IS NOT NULL AND (epoch, stream_sequence) > ($1, $2)
  ORDER BY epoch DESC, stream_sequence DESC OFFSET $3 LIMIT 1`;
/** A small part of a lease's time: it cannot be renewed meanwhile. */
const UNPUBLISHED_AT_ONCE = 5_000;
/**
 * By the time of their commits, so that of an aggregate's versions the first is in no later piece than the next.
 * Its place stays until the stream has answered: it may have the message still.
 */
const REPUBLISH = `WITH found AS MATERIALIZED (
    SELECT created_at, data IS NULL AS is_lost FROM outbox
    WHERE created_at >= $1 AND created_at < $2 AND subject = coalesce($3, subject) AND published_at IS NOT NULL
    ORDER BY created_at FETCH FIRST ($4::int) ROWS WITH TIES),
  requeued AS (
    UPDATE outbox SET published_at = NULL
    WHERE created_at >= $1 AND created_at < $2 AND created_at <= (SELECT max(created_at) FROM found)
      AND subject = coalesce($3, subject) AND published_at IS NOT NULL AND data IS NOT NULL RETURNING 1)
  SELECT (SELECT count(*) FROM requeued) AS requeued, count(*) FILTER (WHERE is_lost) AS lost, count(*) >= $4::int AS is_cut,
    max(created_at) + interval '1 microsecond' AS next_from
  FROM found`;
/** Some seconds of Postgres' time, of the minute that a statement has. */
const REPUBLISHED_AT_ONCE = 50_000;
const BACKLOG = `SELECT count(*) AS rows, coalesce(extract(epoch FROM clock_timestamp() - min(created_at)), 0)::float8 AS oldest_seconds
  FROM outbox WHERE published_at IS NULL`;

const DAY_MS = 24 * 60 * 60_000;
/** No outbox is kept for as long. */
const OLDEST_PARTITION_MS = 40 * DAY_MS;

/** SQL of the relay. Runs as `<svc>_system`. */
export class OutboxStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Unpublished rows in the order of their ids, but for those under way. Never "id > last": a transaction may commit a smaller id later. */
  unpublished(limit: number, underway: readonly number[] = []): Promise<OutboxRow[]> {
    return this.#run(UNPUBLISHED, [limit, arrayOf(underway)]);
  }

  /** Keeps the acknowledged sequences under the lease's epoch. False when the lease was lost: nothing was written then, stop publishing. */
  async markPublished(lease: Lease, rows: readonly PublishedRow[]): Promise<boolean> {
    const [answer] = await this.#run<{ is_held: boolean }>(MARK, markValues(lease, rows));
    return answer?.is_held === true;
  }

  /** `markPublished`, then `unpublished`, in the time of one of them. Undefined when the lease was lost. */
  async advance(lease: Lease, done: readonly PublishedRow[], limit: number, underway: readonly number[]): Promise<OutboxRow[] | undefined> {
    if (done.length === 0) return this.unpublished(limit, underway);
    const [answer, rows] = await this.#database.runUrgent(
      { text: MARK, values: markValues(lease, done) },
      { text: UNPUBLISHED, values: [limit, arrayOf(underway)] },
    );
    return (answer as { is_held: boolean }[])[0]?.is_held ? (rows as OutboxRow[]) : undefined;
  }

  /** Rows that have a place in the stream, from the highest (epoch, sequence) downwards; `before` continues after the last row of the page before. */
  acknowledged(limit: number, before?: AcknowledgedRow): Promise<AcknowledgedRow[]> {
    const { epoch, stream_sequence } = before ?? { epoch: Number.MAX_SAFE_INTEGER, stream_sequence: 0 };
    return this.#run(ACKNOWLEDGED, [limit, epoch, stream_sequence]);
  }

  /**
   * After a broker lost its tail: everything acknowledged after `last` (undefined: everything) becomes unpublished again.
   * `lost` counts rows whose payload was already dropped, an hour after they were published. Undefined when the lease was lost; what was done
   * until then stays.
   */
  async unpublishAfter(lease: Lease, last: AcknowledgedRow | undefined): Promise<{ requeued: number; lost: number } | undefined> {
    const counts = { requeued: 0, lost: 0 };
    const end = [last?.epoch ?? 0, last?.stream_sequence ?? 0];
    for (let isDone = false; !isDone; ) {
      // From the highest downwards: cut short, the next comparison still finds a row that the stream lacks.
      const [bottom] = await this.#run<AcknowledgedRow>(NTH_ACKNOWLEDGED, [...end, UNPUBLISHED_AT_ONCE]);
      const after = bottom ? [bottom.epoch, bottom.stream_sequence] : end;
      const [answer] = await this.#run<{ is_held: boolean; requeued: number; lost: number }>(UNPUBLISH, [...fence(lease), ...after]);
      if (!answer?.is_held) return undefined;
      counts.requeued += answer.requeued;
      counts.lost += answer.lost;
      isDone = !bottom;
    }
    return counts;
  }

  /**
   * Makes what was published in a range of commit times unpublished again, also while a relay publishes: it goes out with the same ids.
   * `lost` counts what cannot, since its payload was dropped an hour after it was published. Harmless to repeat and to cut short.
   */
  async republish({ from, to, subject }: RepublishRange): Promise<{ requeued: number; lost: number }> {
    const counts = { requeued: 0, lost: 0 };
    // The database's clock may be ahead.
    const endMs = Math.min(Date.parse(to), Date.now() + DAY_MS);
    let fromMs = Math.max(Date.parse(from), Date.now() - OLDEST_PARTITION_MS);
    while (fromMs < endMs) {
      // A day, so a partition, at a time.
      const toMs = Math.min(endMs, fromMs - (fromMs % DAY_MS) + DAY_MS);
      let next: string | undefined = new Date(fromMs).toISOString();
      while (next) {
        const values = [next, new Date(toMs).toISOString(), subject ?? null, REPUBLISHED_AT_ONCE];
        const [pieces] = await this.#database.runSystem({ text: REPUBLISH, values });
        const [piece] = pieces as [RepublishedPiece];
        counts.requeued += piece.requeued;
        counts.lost += piece.lost;
        next = piece.is_cut ? piece.next_from : undefined;
      }
      fromMs = toMs;
    }
    return counts;
  }

  /** Rows that wait and the age of the oldest in seconds, for metrics. */
  async backlog(): Promise<{ rows: number; oldestSeconds: number }> {
    const [answer] = await this.#run<{ rows: number; oldest_seconds: number }>(BACKLOG);
    return { rows: answer?.rows ?? 0, oldestSeconds: answer?.oldest_seconds ?? 0 };
  }

  /**
   * Upkeep of outbox, inbox and idempotency keys, harmless to repeat and to cut short: partitions of the coming days made, partitions and
   * keys past their time removed, payloads dropped that were published over an hour ago.
   */
  maintain(signal?: AbortSignal): Promise<void> {
    return maintainOutbox(this.#database, signal);
  }

  async #run<R>(text: string, values: unknown[] = []): Promise<R[]> {
    const [rows] = await this.#database.runUrgent({ text, values });
    return rows as R[];
  }
}

function markValues(lease: Lease, rows: readonly PublishedRow[]): unknown[] {
  const sorted = rows.toSorted((a, b) => a.id - b.id);
  const column = (name: keyof PublishedRow) => arrayOf(sorted.map((row) => row[name]));
  const times = rows.map((row) => row.created_at).sort();
  return [...fence(lease), column('id'), column('stream_sequence'), column('is_duplicate'), times[0], times.at(-1)];
}

function fence({ name, holder, epoch }: Lease): unknown[] {
  return [name, holder, epoch];
}

/** An array as PostgreSQL writes it, of values that need no quotes; pg would quote each of them. */
function arrayOf(values: readonly (string | number | boolean)[]): string {
  return `{${values.join()}}`;
}
