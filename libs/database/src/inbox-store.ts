import type { EventOf } from '@smartcontent/contracts';
import type { Database } from './database.js';
import type { Tx } from './transaction.js';

/** What the inbox needs of an event. `time` is part of its key (partitions by day), the same on every delivery. */
export type InboxEvent = Pick<EventOf, 'id' | 'time' | 'companyId' | 'subject' | 'aggregateId' | 'aggregateVersion'>;

/**
 * run: the handler runs in this transaction · passed: nobody here handles it · duplicate: handled or dead already · stale: a newer version of
 * the aggregate was handled; all of these are acknowledged after the commit · gap: an older version is still missing; roll back and come
 * again, or accept again with `gapFrom` · busy: another transaction has the aggregate, or the inbox is being set back; roll back and come again.
 */
export type InboxOutcome = 'run' | 'passed' | 'duplicate' | 'stale' | 'gap' | 'busy';

export interface InboxAnswer {
  readonly outcome: InboxOutcome;
  /** The aggregate's last version before this one; null where it is no older. */
  readonly previous: number | null;
}

/** Events of one aggregate whose versions follow one another. */
export interface InboxRun {
  readonly events: readonly [RunEvent, ...RunEvent[]];
  /** See `accept`. */
  readonly gapFrom?: number;
}

/** `isPassed` where nobody here handles it: only the aggregate's last version moves on. */
export type RunEvent = InboxEvent & { readonly isPassed?: boolean };

export interface FailureRecord {
  /** Attempts recorded so far, this one included. */
  readonly attempts: number;
  readonly history: readonly { readonly at: string; readonly cause: string }[];
}

const KEY = '(event_time, consumer, event_id)';
const INSERT = `INSERT INTO inbox AS kept (event_time, consumer, event_id, company_id, subject, aggregate_id, aggregate_version, status`;
/** Causes beyond this length say nothing more. */
const CAUSE_LIMIT = 2_000;

const ROW = '$2::timestamptz, $1::text, $3::uuid, $4::uuid, $5::text, $6::uuid, $7::bigint';

const HANDLED = `ON CONFLICT ${KEY} DO UPDATE SET status = 'handled', updated_at = clock_timestamp()`;

/**
 * How long a transaction waits for a row of another one, its handlers' rows too; then it comes again, and others get its place. Where many
 * share one it is short, since all of them wait: by itself each gets its time.
 */
const patience = (time: '1s' | '200ms') => `patience AS MATERIALIZED (SELECT set_config('lock_timeout', '${time}', true))`;

/**
 * Whoever has an aggregate, or sets the whole inbox back, is not waited for: a replica that stands still in a transaction would hold up
 * everything here.
 */
const IS_OPEN = `pg_try_advisory_xact_lock_shared(hashtextextended($1::text, 0))`;
const isOurs = (aggregate: string) => `pg_try_advisory_xact_lock(hashtextextended($1::text || ${aggregate}::text, 0))`;

/** Not while the inbox is set back: what is noted here would be set back in part. */
const GATE = `${patience('1s')}, gate AS MATERIALIZED (
  SELECT pg_advisory_xact_lock_shared(hashtextextended($1::text, 0)) IS NOT NULL AS is_open FROM patience)`;

/** The version first, in every statement, so that two transactions never wait for each other. */
const ACCEPT = `WITH ${patience('1s')}, gate AS MATERIALIZED (SELECT ${IS_OPEN} AND ${isOurs('$6::uuid')} AS is_ours FROM patience),
moved AS (
  INSERT INTO inbox_versions AS seen (consumer, aggregate_id, last_version) SELECT $1::text, $6::uuid, $7::bigint FROM gate WHERE is_ours
  ON CONFLICT (consumer, aggregate_id) DO UPDATE SET last_version = excluded.last_version WHERE seen.last_version < excluded.last_version
  RETURNING coalesce(old.last_version, 0) AS previous),
fresh AS (
  ${INSERT}) SELECT ${ROW}, 'handled' FROM gate WHERE is_ours
  ${HANDLED} WHERE kept.status = 'failing' RETURNING 1)
SELECT (SELECT is_ours FROM gate) AS is_ours, (SELECT previous FROM moved) AS previous, EXISTS (SELECT FROM fresh) AS is_fresh`;

const ACCEPT_MANY = `WITH ${patience('200ms')}, gate AS MATERIALIZED (SELECT ${IS_OPEN} AS is_open FROM patience),
run AS MATERIALIZED (
  SELECT run.*, ${isOurs('aggregate_id')} AS is_ours
  FROM gate, unnest($9::uuid[], $10::bigint[], $11::bigint[], $12::bigint[]) AS run (aggregate_id, first, last, gap_from) WHERE is_open),
moved AS (
  INSERT INTO inbox_versions AS seen (consumer, aggregate_id, last_version)
  SELECT $1, aggregate_id, last FROM run WHERE is_ours ORDER BY aggregate_id
  ON CONFLICT (consumer, aggregate_id) DO UPDATE SET last_version = greatest(seen.last_version, excluded.last_version)
  RETURNING aggregate_id, coalesce(old.last_version, 0) AS previous),
reached AS (
  SELECT aggregate_id, previous, previous >= first - 1 OR previous IS NOT DISTINCT FROM gap_from AS is_next FROM moved JOIN run USING (aggregate_id)),
fresh AS (
  ${INSERT})
  SELECT event.time, $1, event.id, event.company_id, event.subject, aggregate_id, event.version, 'handled'
  FROM unnest($2::timestamptz[], $3::uuid[], $4::uuid[], $5::text[], $6::uuid[], $7::bigint[], $8::boolean[])
    AS event (time, id, company_id, subject, aggregate_id, version, is_passed)
  JOIN reached USING (aggregate_id) WHERE is_next AND NOT is_passed
  ${HANDLED} WHERE kept.status = 'failing'
  RETURNING aggregate_id, event_id)
SELECT aggregate_id, previous, is_next, array_remove(array_agg(event_id), NULL) AS fresh
FROM reached LEFT JOIN fresh USING (aggregate_id) GROUP BY aggregate_id, previous, is_next`;

/** Back to where they stood: their earlier versions are still missing. */
const STAY = `UPDATE inbox_versions AS seen SET last_version = gap.previous FROM unnest($2::uuid[], $3::bigint[]) AS gap (aggregate_id, previous)
  WHERE seen.consumer = $1 AND seen.aggregate_id = gap.aggregate_id`;

/** A dead letter may be older than the inbox's row of it. */
const REPLAY = `WITH ${GATE}
${INSERT}) SELECT ${ROW}, 'handled' FROM gate ${HANDLED} WHERE kept.status <> 'handled' RETURNING 1`;

const NOTE = `${INSERT}, attempts, history) SELECT ${ROW}, $8::text, 1, jsonb_build_array($9::jsonb) FROM gate
  ON CONFLICT ${KEY} DO UPDATE
  SET status = excluded.status, attempts = kept.attempts + 1, history = kept.history || $9::jsonb, updated_at = clock_timestamp()
  WHERE kept.status = 'failing'
  RETURNING attempts, history`;

const TAKE_BACK = `UPDATE inbox SET attempts = attempts - 1, history = history - (-1), updated_at = clock_timestamp()
  WHERE consumer = $1 AND event_time = $2 AND event_id = $3 AND status = 'failing'`;

const RECORD = `WITH ${GATE} ${NOTE}`;

/** The last version not past one that is still missing: its event would be taken for a stale one. */
const BURY = `WITH ${GATE}, moved AS (
  INSERT INTO inbox_versions AS seen (consumer, aggregate_id, last_version)
  SELECT $1::text, $6::uuid, $7::bigint FROM gate
  WHERE $7 = 1 OR $10::bigint = 0 OR EXISTS (SELECT FROM inbox_versions WHERE consumer = $1 AND aggregate_id = $6)
  ON CONFLICT (consumer, aggregate_id) DO UPDATE SET last_version = excluded.last_version
  WHERE seen.last_version = excluded.last_version - 1 OR (seen.last_version < excluded.last_version AND seen.last_version = $10))
${NOTE}`;

/**
 * A piece of the inbox, which may hold millions: its events as if they had been tried and not counted, so that they run when they come, and
 * each of their aggregates before its first version among them. Where this was done before, its rows say the same once more.
 */
const SET_BACK = `WITH piece AS MATERIALIZED (
  SELECT event_time FROM inbox WHERE consumer = $1 AND event_time >= $2 ORDER BY event_time FETCH FIRST ($3::int) ROWS WITH TIES),
events AS (
  UPDATE inbox SET status = 'failing', attempts = 0, history = '[]', updated_at = clock_timestamp()
  WHERE consumer = $1 AND event_time >= $2 AND event_time <= (SELECT max(event_time) FROM piece)
  RETURNING aggregate_id, aggregate_version),
versions AS (
  UPDATE inbox_versions AS seen SET last_version = first.version - 1
  FROM (SELECT aggregate_id, min(aggregate_version) AS version FROM events GROUP BY aggregate_id) AS first
  WHERE seen.consumer = $1 AND seen.aggregate_id = first.aggregate_id AND seen.last_version >= first.version)
SELECT count(*) >= $3::int AS is_cut, max(event_time) + interval '1 microsecond' AS next_from FROM piece`;
/** A second or two of Postgres' time, of the minute that a statement has. */
const SET_BACK_AT_ONCE = 50_000;

/** SQL of the event server. `consumer` is the durable's name. */
export class InboxStore {
  readonly #database: Database;
  readonly #consumer: string;

  constructor(database: Database, consumer: string) {
    this.#database = database;
    this.#consumer = consumer;
  }

  /**
   * In the handler's own transaction, before the handler: one round trip. `gapFrom` lets it pass over the versions after this one, which are
   * gone; not where the aggregate has been set back since, for a rebuild.
   */
  async accept(tx: Tx, event: InboxEvent, gapFrom?: number): Promise<InboxAnswer> {
    const answer = await tx.one<{ is_ours: boolean; previous: number | null; is_fresh: boolean }>(ACCEPT, this.#values(event));
    const { previous = null, is_fresh: isFresh = false } = answer ?? {};
    if (!answer?.is_ours) return { previous, outcome: 'busy' };
    if (previous === null) return { previous, outcome: isFresh ? 'stale' : 'duplicate' };
    if (previous + 1 !== event.aggregateVersion && previous !== gapFrom) return { previous, outcome: 'gap' };
    return { previous, outcome: isFresh ? 'run' : 'duplicate' };
  }

  /** Like `accept`, once more and whatever newer versions did, unless it is handled. */
  async acceptAgain(tx: Tx, event: InboxEvent): Promise<InboxAnswer> {
    const replayed = await tx.query(REPLAY, this.#values(event));
    return { previous: null, outcome: replayed.length > 0 ? 'run' : 'duplicate' };
  }

  /**
   * Accepts many in one statement, each aggregate in one run, and answers by event id. Those of a gap, or busy, leave nothing behind, so that
   * the others can go on in this transaction.
   */
  async acceptMany(tx: Tx, runs: readonly InboxRun[]): Promise<Map<string, InboxAnswer>> {
    const accepted = await tx.query<Accepted>(ACCEPT_MANY, [this.#consumer, ...columnsOf(runs)]);
    const gaps = accepted.filter((answer) => !answer.is_next);
    if (gaps.length > 0)
      await tx.query(STAY, [this.#consumer, gaps.map(({ aggregate_id }) => aggregate_id), gaps.map(({ previous }) => previous)]);
    const byAggregate = new Map(accepted.map((answer) => [answer.aggregate_id, answer]));
    const answers = new Map<string, InboxAnswer>();
    for (const { events } of runs) {
      const answer = byAggregate.get(events[0].aggregateId);
      for (const event of events) answers.set(event.id, { previous: answer?.previous ?? null, outcome: outcomeOf(event, answer) });
    }
    return answers;
  }

  /** The last version that was handled, or passed over, of each of these aggregates that has one. */
  async lastVersions(aggregateIds: readonly string[]): Promise<Map<string, number>> {
    const text = 'SELECT aggregate_id, last_version FROM inbox_versions WHERE consumer = $1 AND aggregate_id = ANY ($2::uuid[])';
    const rows = await this.#database.withSystem('inbox', (tx) =>
      tx.query<{ aggregate_id: string; last_version: number }>(text, [this.#consumer, aggregateIds]),
    );
    return new Map(rows.map((row) => [row.aggregate_id, row.last_version]));
  }

  /**
   * Counts an attempt that a handler ran with its stores up, in a transaction of its own, after the handler's was rolled back
   * (or before it, where the handler may end the process). No attempts: another replica has handled it meanwhile.
   */
  recordFailure(event: InboxEvent, cause: string): Promise<FailureRecord> {
    return this.#note(RECORD, [...this.#values(event), 'failing', entryOf(cause)]);
  }

  /** Takes the last recorded attempt back: it was counted for a process that would end in it, and did not. */
  async takeBack(event: InboxEvent): Promise<void> {
    await this.#database.withSystem('inbox', (tx) => tx.query(TAKE_BACK, [this.#consumer, event.time, event.id]));
  }

  /** Marks the event dead, for its dead letter, and moves the aggregate's last version past it; past a gap only from `gapFrom`. */
  bury(event: InboxEvent, cause: string, gapFrom?: number): Promise<FailureRecord> {
    return this.#note(BURY, [...this.#values(event), 'dead', entryOf(cause), gapFrom ?? null]);
  }

  /** Has events of this time and later run once more when they are delivered again. Waits for those under way; none begins beside it. */
  async setBack(tx: Tx, from: string): Promise<void> {
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [this.#consumer]);
    let next: string | undefined = from;
    while (next) {
      const piece: { is_cut: boolean; next_from: string } | undefined = await tx.one(SET_BACK, [this.#consumer, next, SET_BACK_AT_ONCE]);
      next = piece?.is_cut ? piece.next_from : undefined;
    }
  }

  /** Not in a transaction, which a process that is stopped would leave open. */
  async #note(text: string, values: unknown[]): Promise<FailureRecord> {
    const [rows] = await this.#database.runSystem({ text, values });
    return (rows as FailureRecord[])[0] ?? { attempts: 0, history: [] };
  }

  #values(event: InboxEvent): unknown[] {
    return [this.#consumer, event.time, event.id, event.companyId, event.subject, event.aggregateId, event.aggregateVersion];
  }
}

/** jsonb takes neither NUL nor half a surrogate pair, which the cut may leave: a failure that cannot be counted would come for ever. */
function entryOf(cause: string): string {
  const text = cause.slice(0, CAUSE_LIMIT).toWellFormed().replaceAll('\0', '\ufffd');
  return JSON.stringify({ at: new Date().toISOString(), cause: text });
}

interface Accepted {
  readonly aggregate_id: string;
  readonly previous: number;
  readonly is_next: boolean;
  readonly fresh: readonly string[];
}

function columnsOf(runs: readonly InboxRun[]): unknown[] {
  const events = runs.flatMap((run) => run.events);
  return [
    events.map((event) => event.time),
    events.map((event) => event.id),
    events.map((event) => event.companyId),
    events.map((event) => event.subject),
    events.map((event) => event.aggregateId),
    events.map((event) => event.aggregateVersion),
    events.map((event) => event.isPassed ?? false),
    runs.map((run) => run.events[0].aggregateId),
    runs.map((run) => run.events[0].aggregateVersion),
    runs.map((run) => run.events.at(-1)?.aggregateVersion),
    runs.map((run) => run.gapFrom ?? null),
  ];
}

function outcomeOf(event: RunEvent, answer: Accepted | undefined): InboxOutcome {
  if (!answer) return 'busy';
  if (!answer.is_next) return 'gap';
  if (event.isPassed) return 'passed';
  if (!answer.fresh.includes(event.id)) return 'duplicate';
  return event.aggregateVersion > answer.previous ? 'run' : 'stale';
}
