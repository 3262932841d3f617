import type { LedgerEntry } from '../ledger.js';
import type { StoreAccess } from '../store-access.js';
import type { Evidence } from './evidence.js';
import type { Finding } from './findings.js';

interface Book {
  readonly company_id: string;
  readonly received: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly stored: number;
  readonly duplicate: number;
  readonly dead: number;
}

const ROLLUPS = ['events_by_minute', 'events_by_quarter', 'events_by_day'];

/** Every event of an acknowledged batch is stored once, a batch without an answer wholly or not at all; rollups and books agree. */
export async function checkIngest({ stores, ledger, companyIds }: Evidence): Promise<Finding[]> {
  const within = `company_id IN (${companyIds.map((id) => `'${id}'`).join(', ')})`;
  const rows = await stores.events<{ event_id: string; times: number }>(
    `SELECT event_id, count() AS times FROM events WHERE ${within} GROUP BY event_id`,
  );
  const timesOf = new Map(rows.map((row) => [row.event_id, row.times]));
  const batches = ledger.entries.filter((entry) => entry.eventIds !== undefined);
  const found = batches.flatMap((batch) => judgeBatch(batch, timesOf));
  return [...found, ...(await checkRollups(stores, within)), ...(await checkBooks(stores, companyIds, within))];
}

function judgeBatch({ id, outcome, eventIds = [] }: LedgerEntry, timesOf: ReadonlyMap<string, number>): Finding[] {
  const where = 'events';
  const found: Finding[] = [];
  for (const eventId of eventIds) {
    const times = timesOf.get(eventId) ?? 0;
    if (times > 1) found.push({ wrong: 'doubled', where, id: eventId, detail: `${times} rows, batch ${id}` });
    if (times === 0 && outcome === 'acknowledged') found.push({ wrong: 'lost', where, id: eventId, detail: `no row, batch ${id}` });
  }
  const stored = eventIds.filter((eventId) => timesOf.has(eventId)).length;
  const isHalf = outcome === 'refused' ? stored > 0 : stored > 0 && stored < eventIds.length;
  if (isHalf && outcome !== 'acknowledged') {
    found.push({ wrong: 'half_applied', where, id, detail: `${outcome}, ${stored} of ${eventIds.length} events stored` });
  }
  return found;
}

async function checkRollups(stores: StoreAccess, within: string): Promise<Finding[]> {
  const key = "concat(toString(company_id), ' ', event_type)";
  const events = await stores.events<{ key: string; n: number }>(
    `SELECT ${key} AS key, count() AS n FROM events WHERE ${within} GROUP BY key`,
  );
  const found: Finding[] = [];
  for (const table of ROLLUPS) {
    const sums = await stores.events<{ key: string; n: number }>(
      `SELECT ${key} AS key, sum(events) AS n FROM ${table} WHERE ${within} GROUP BY key`,
    );
    const sumOf = new Map(sums.map((row) => [row.key, row.n]));
    for (const { key: id, n } of events) {
      const sum = sumOf.get(id) ?? 0;
      if (sum !== n) found.push({ wrong: sum > n ? 'doubled' : 'lost', where: table, id, detail: `${sum} counted, ${n} stored` });
    }
  }
  return found;
}

/** received = accepted + rejected; accepted = stored + duplicate + dead; stored is what ClickHouse holds. */
async function checkBooks(stores: StoreAccess, companies: readonly string[], within: string): Promise<Finding[]> {
  const books = await stores.sql<Book>(
    `SELECT company_id, sum(received)::bigint AS received, sum(accepted)::bigint AS accepted, sum(rejected)::bigint AS rejected,
            sum(stored)::bigint AS stored, sum(duplicate)::bigint AS duplicate, sum(dead)::bigint AS dead
       FROM analytics.ingest_accounting WHERE company_id = ANY ($1) GROUP BY company_id`,
    [companies],
  );
  const rows = await stores.events<{ company_id: string; n: number }>(
    `SELECT company_id, count() AS n FROM events WHERE ${within} GROUP BY company_id`,
  );
  const storedOf = new Map(rows.map((row) => [row.company_id, row.n]));
  return books.flatMap((book) => {
    const stored = storedOf.get(book.company_id) ?? 0;
    const adds = book.received === book.accepted + book.rejected && book.accepted === book.stored + book.duplicate + book.dead;
    if (adds && book.dead === 0 && book.stored === stored) return [];
    const wrong = book.stored > stored || book.dead > 0 ? 'lost' : 'doubled';
    return [
      { wrong, where: 'analytics.ingest_accounting', id: book.company_id, detail: `${JSON.stringify(book)}, ${stored} rows` } as const,
    ];
  });
}
