import { decodeCursor, encodeCursor } from './cursor.js';

/** The sort keys of a row: one, or as many as the order of its list has. */
type Place = string | number | readonly [unknown, unknown, ...unknown[]];

export interface PageQuery {
  /** The service's CURSOR_KEY, hex. */
  readonly cursorKey: string;
  /** Names the list and whatever shapes its order or narrows it, so that a cursor does not pass into another one. */
  readonly list: string;
  /** Rows on the page. */
  readonly limit: number;
  /** The page ends where its items take more than this as JSON, after one at least; by default they all fit in an answer. */
  readonly bytes?: number | undefined;
  /** `next_cursor` of the page before. */
  readonly cursor?: string | undefined;
}

export interface Page<Row> {
  readonly items: Row[];
  /** Null on the last page. */
  readonly next_cursor: string | null;
}

/** Name of a list with what shapes it: its order and filters, so that a cursor of one is none of another. */
export function listOf(name: string, { limit: _limit, cursor: _cursor, ...shape }: Readonly<Record<string, unknown>>): string {
  const wanted = Object.entries(shape).filter(([, value]) => value !== undefined);
  return JSON.stringify([name, ...wanted.sort(([a], [b]) => (a < b ? -1 : 1))]);
}

/**
 * One page of a list by keyset. `read` answers at most `limit` rows (one more than the page, which tells whether another
 * follows) that come after the place of the last row of the page before, from the start when it is null; `placeOf` is the place of a row.
 *
 * @throws AppError PLATFORM_CURSOR_INVALID for a cursor that was tampered with, or is of another list or key
 */
export async function readPage<Row, P extends Place>(
  { cursorKey, list, limit, bytes, cursor }: PageQuery,
  read: (limit: number, after: P | null) => Promise<readonly Row[]>,
  placeOf: (row: Row) => P,
): Promise<Page<Row>> {
  const values = cursor ? decodeCursor(cursorKey, list, cursor) : [];
  const after = values.length === 0 ? null : ((values.length === 1 ? values[0] : values) as P);
  const rows = await read(limit + 1, after);
  const items = bytes === undefined ? rows.slice(0, limit) : fitting(rows.slice(0, limit), bytes);
  const last = rows.length > items.length ? items.at(-1) : undefined;
  if (last === undefined) return { items, next_cursor: null };
  const place = placeOf(last);
  return { items, next_cursor: encodeCursor(cursorKey, list, typeof place === 'object' ? [...place] : [place]) };
}

function fitting<Row>(rows: Row[], bytes: number): Row[] {
  let left = bytes;
  const end = rows.findIndex((row, index) => {
    left -= Buffer.byteLength(JSON.stringify(row));
    return left < 0 && index > 0;
  });
  return end === -1 ? rows : rows.slice(0, end);
}
