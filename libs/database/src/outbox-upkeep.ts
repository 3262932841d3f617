import type { Database } from './database.js';

/** A broker has synced to disk long before; the payload is not needed for a repair any more. */
const PAYLOAD_KEPT = '1 hour';
/** Payloads are dropped hourly, so older partitions hold none. */
const PAYLOAD_SEARCHED_DAYS = 3;
const IDEMPOTENCY_KEY_KEPT = '24 hours';
const PARTITIONS_AHEAD_DAYS = 3;
/** The streams' max age, and a day. */
const OUTBOX_KEPT_DAYS = 31;
/** Longer than any stream keeps an event that could come again. */
const INBOX_KEPT_DAYS = 35;
/** 8 MB of a table, some ten thousand rows; and as many keys. */
const PIECE_PAGES = 1_024;
const PIECE_ROWS = 10_000;

const DAYS = `SELECT day::text, pg_relation_size(coalesce(to_regclass('outbox_' || to_char(day, 'YYYYMMDD')), 'outbox_default'::regclass))
    / current_setting('block_size')::int AS pages
  FROM (SELECT current_date - back AS day FROM generate_series(0, $1::int) AS back) AS days`;
/** The day leads to its partition, the pages to a part of it. */
const DROP_PAYLOADS = `UPDATE outbox SET headers = NULL, data = NULL
  WHERE created_at >= $1::date AND created_at < $1::date + 1 AND ctid >= format('(%s,0)', $2::int)::tid AND ctid < format('(%s,0)', $3::int)::tid
    AND published_at < now() - $4::interval AND data IS NOT NULL`;
const DROP_KEYS = `DELETE FROM idempotency_keys WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM idempotency_keys WHERE created_at < now() - $1::interval LIMIT $2))
  RETURNING 1`;

/** In statements that commit by themselves, the largest work last; it may be cut short between any two, and begun again by anybody. */
export async function maintainOutbox(database: Database, signal?: AbortSignal): Promise<void> {
  const run = async <R>(text: string, values: unknown[]): Promise<R[]> =>
    signal?.aborted ? [] : ((await database.runSystem({ text, values }))[0] as R[]);
  await run('SELECT ensure_partitions($1)', [PARTITIONS_AHEAD_DAYS]);
  await run('SELECT drop_partitions($1, $2)', [OUTBOX_KEPT_DAYS, INBOX_KEPT_DAYS]);
  while ((await run(DROP_KEYS, [IDEMPOTENCY_KEY_KEPT, PIECE_ROWS])).length === PIECE_ROWS);
  for (const { day, pages } of await run<{ day: string; pages: number }>(DAYS, [PAYLOAD_SEARCHED_DAYS])) {
    for (let page = 0; page < pages; page += PIECE_PAGES) await run(DROP_PAYLOADS, [day, page, page + PIECE_PAGES, PAYLOAD_KEPT]);
  }
}
