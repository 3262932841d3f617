import { decodeCursor, encodeCursor } from '@smartcontent/database';

/** A page ends here at the latest: with one more row of the largest kind it fits in a message of 1 MiB. */
export const PAGE_BYTES = 512 * 1024;

interface ByteQuery {
  readonly cursorKey: string;
  /** Names the list and whatever narrows it. */
  readonly list: string;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** As many rows as fit in an answer, and how many there were, up to one more than were asked for. */
type Read<Row> = (limit: number, after: readonly string[] | null) => Promise<readonly (Row & { readonly found: number })[]>;

/**
 * `readPage` for rows of which a page may not fit in one message: it is also at its end where the room is.
 * @throws AppError PLATFORM_CURSOR_INVALID
 */
export async function readBytePage<Row, Item>(
  { cursorKey, list, limit, cursor }: ByteQuery,
  read: Read<Row>,
  { place, shown }: { readonly place: (row: Row) => readonly string[]; readonly shown: (row: Row) => Item },
): Promise<{ items: Item[]; next_cursor: string | null }> {
  const after = cursor ? (decodeCursor(cursorKey, list, cursor) as string[]) : null;
  const rows = await read(limit + 1, after);
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const isLast = !last || items.length === last.found;
  return { items: items.map(shown), next_cursor: isLast ? null : encodeCursor(cursorKey, list, [...place(last)]) };
}

/** How much of an answer a row takes, as JSON. */
export function bytesOf(row: object): number {
  return Buffer.byteLength(JSON.stringify(row));
}
