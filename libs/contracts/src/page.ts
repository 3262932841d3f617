import { z } from 'zod';

/** Query of every list: a bounded page size and the opaque cursor of the page before. */
export const pageInput = {
  limit: z.coerce.number().int().min(1).max(100).default(20).describe('Items per page'),
  cursor: z.string().max(1024).optional().describe('next_cursor of the page before'),
};

/** Answer of every list. `next_cursor` is null on the last page. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next_cursor: z.string().nullable() });
}

/** Postgres knows no year 0 and no offset of 16 hours or more, which ISO 8601 allows. */
export const UNKNOWN_TO_POSTGRES = /^0000|[+-](?:1[6-9]|2\d):\d\d$/;

/** An instant with its offset, as ISO 8601. */
export const instant = z.iso
  .datetime({ offset: true })
  .refine((text) => !UNKNOWN_TO_POSTGRES.test(text), 'must be an instant from the year 1 on');
