import type { DdlLine } from '@smartcontent/contracts';
import type { Database } from './database.js';

export interface DdlQuery {
  readonly limit: number;
  /** Id of the last line of the page before. */
  readonly before: number | null;
}

export interface DdlPage {
  readonly items: DdlLine[];
  /** Also where the page was cut short by its size. */
  readonly has_more: boolean;
  /** false: event triggers are a superuser's, and the administrator of this Postgres is none. */
  readonly is_kept: boolean;
}

const PAGE_BYTES = 512 * 1024;

/** What changed the tables of the service, newest first. It belongs to no company. */
export function readDdlLog(database: Database, { limit, before }: DdlQuery): Promise<DdlPage> {
  const log = `ddl_log.${database.schema}`;
  return database.withSystem('read the log of table changes', async (tx) => {
    const known = await tx.one<{ is_kept: boolean }>('SELECT to_regclass($1) IS NOT NULL AS is_kept', [log]);
    if (!known?.is_kept) return { items: [], has_more: false, is_kept: false };
    const rows = await tx.query<DdlLine>(
      `SELECT id, "timestamp" AS at, role, session_role, application_name, host(address) AS address, command, object_type, object, statement
         FROM ${log} WHERE $1::bigint IS NULL OR id < $1 ORDER BY id DESC LIMIT $2`,
      [before, limit + 1],
    );
    const items: DdlLine[] = [];
    let left = PAGE_BYTES;
    for (const row of rows.slice(0, limit)) {
      left -= Buffer.byteLength(row.statement ?? '') + Buffer.byteLength(row.object);
      // One at least, or the list would stand still.
      if (left < 0 && items.length > 0) break;
      items.push(row);
    }
    return { items, has_more: rows.length > items.length, is_kept: true };
  });
}
