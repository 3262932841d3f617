import type { AuditEntry, RequestContext } from '@smartcontent/contracts';
import { type DataKey, SecretsError } from '@smartcontent/secrets';
import { openDetail } from './audit-entry.js';
import type { Database } from './database.js';

/** Which entries; a field that is missing chooses nothing. */
export interface AuditQuery {
  readonly limit: number;
  /** Id of the last entry of the page before. */
  readonly before: string | null;
  readonly table_name?: string;
  readonly operation?: string;
  readonly user_id?: string;
  readonly correlation_id?: string;
  readonly from?: string;
  readonly to?: string;
}

export interface AuditPage {
  readonly items: AuditEntry[];
  /** Also where the page was cut short by its size. */
  readonly has_more: boolean;
}

interface StoredRow extends Omit<AuditEntry, 'service' | 'address' | 'user_agent' | 'is_readable'> {
  readonly sealed: Buffer | null;
}

/** The parts of four services fit in one answer. */
const PAGE_BYTES = 160 * 1024;
/** How long a row's id may have been made before its row was written. */
const SLACK_MS = 10 * 60_000;
const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

const READ = `SELECT id, "timestamp" AS at, table_name, operation, actor, user_id, correlation_id, sealed, seq,
    CASE WHEN seq IS NULL THEN old_values END AS old_values, CASE WHEN seq IS NULL THEN new_values END AS new_values,
    encode(prev_hash, 'hex') AS prev_hash, encode(hash, 'hex') AS hash
  FROM audit_log
  WHERE company_id = $1 AND id < $2 AND id >= $3
    AND ($4::text IS NULL OR table_name = $4) AND ($5::text IS NULL OR operation = $5) AND ($6::uuid IS NULL OR user_id = $6)
    AND ($7::text IS NULL OR correlation_id = $7) AND "timestamp" >= coalesce($8::timestamptz, '-infinity')
    AND "timestamp" < coalesce($9::timestamptz, 'infinity')
  ORDER BY id DESC LIMIT $10`;

/** The actor's company's entries of this service, newest first, opened. What does not open is shown without what it says. */
export function readAudit(database: Database, context: RequestContext, query: AuditQuery): Promise<AuditPage> {
  const companyId = context.actor.company_id as string;
  return database.withTenant({ ...context, idempotency: null }, async (tx) => {
    const rows = await tx.query<StoredRow>(READ, [companyId, ...boundsOf(query), ...filtersOf(query), query.limit + 1]);
    const isSealed = rows.some((row) => row.sealed);
    const key = isSealed ? await database.auditKeys?.find(tx, companyId).catch(unopened) : null;
    const items: AuditEntry[] = [];
    let left = PAGE_BYTES;
    for (const row of rows.slice(0, query.limit)) {
      left -= row.sealed?.length ?? JSON.stringify([row.old_values, row.new_values]).length;
      // One at least, or the list would stand still.
      if (left < 0 && items.length > 0) break;
      items.push(entryOf(database.schema, row, key ?? null));
    }
    return { items, has_more: rows.length > items.length };
  });
}

/** Ids begin with the time at which they were made, so an old range does not read all that is newer. */
function boundsOf({ before, from, to }: AuditQuery): [string, string] {
  const end = to === undefined ? LAST_ID : idAt(Date.parse(to) + SLACK_MS);
  const start = from === undefined ? idAt(0) : idAt(Math.max(0, Date.parse(from) - SLACK_MS));
  return [before !== null && before < end ? before : end, start];
}

/** The least UUIDv7 of this instant. */
function idAt(ms: number): string {
  const time = Math.max(0, Math.min(ms, 0xffff_ffff_ffff)).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-0000-0000-000000000000`;
}

function filtersOf({ table_name, operation, user_id, correlation_id, from, to }: AuditQuery): unknown[] {
  return [table_name, operation, user_id, correlation_id, from, to].map((value) => value ?? null);
}

function unopened(error: unknown): null {
  if (error instanceof SecretsError) return null;
  throw error;
}

function entryOf(service: string, { sealed, ...row }: StoredRow, key: DataKey | null): AuditEntry {
  const entry = { ...row, service, address: null, user_agent: null, is_readable: true };
  if (!sealed) return entry;
  try {
    if (key) return { ...entry, ...openDetail(key, row.id, sealed) } as AuditEntry;
  } catch (error) {
    if (!(error instanceof SecretsError)) throw error;
  }
  return { ...entry, is_readable: false };
}
