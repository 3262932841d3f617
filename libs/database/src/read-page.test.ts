import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readPage } from './read-page.js';

const cursorKey = '00112233445566778899aabbccddeeff';

it('reads every row once and in order, however long the pages are, and says which is the last', async () => {
  const rows = fc.uniqueArray(fc.integer(), { maxLength: 30 }).map((numbers) => numbers.sort((a, b) => a - b));
  await fc.assert(
    fc.asyncProperty(rows, fc.integer({ min: 1, max: 12 }), async (all, limit) => {
      const found: number[] = [];
      let cursor: string | undefined;
      do {
        const page = await readPage(
          { cursorKey, list: 'numbers', limit, cursor },
          async (wanted, after: number | null) => all.filter((row) => after === null || row > after).slice(0, wanted),
          (row) => row,
        );
        expect(page.items.length).toBe(Math.min(limit, all.length - found.length));
        found.push(...page.items);
        cursor = page.next_cursor ?? undefined;
      } while (cursor !== undefined);
      expect(found).toEqual(all);
    }),
  );
});

it('hands back the place of an order by several keys as it was', async () => {
  const read = (after: [string, number] | null) =>
    after === null ? [{ at: '2026-11-22T05:10:00.123456Z', place: 7 }, undefined] : [{ at: after[0], place: after[1] }];
  const page = (cursor?: string) =>
    readPage(
      { cursorKey, list: 'lines', limit: 1, cursor },
      async (_limit, after: [string, number] | null) => read(after),
      (row) => [row?.at ?? '', row?.place ?? 0],
    );
  const first = await page();
  expect(await page(first.next_cursor ?? '')).toEqual({ items: first.items, next_cursor: null });
});

it('refuses the cursor of another list', async () => {
  const page = (list: string, cursor?: string) =>
    readPage(
      { cursorKey, list, limit: 1, cursor },
      async () => [1, 2],
      (row) => row,
    );
  const { next_cursor } = await page('one');
  await expect(page('another', next_cursor ?? '')).rejects.toMatchObject({ code: 'PLATFORM_CURSOR_INVALID' });
});

it('ends a page where it is full, after one row at least', async () => {
  const rows = ['a'.repeat(10), 'b'.repeat(10), 'c'.repeat(100), 'd'];
  const page = (cursor?: string) =>
    readPage(
      { cursorKey, list: 'texts', limit: 3, bytes: 30, cursor },
      async (limit, after: string | null) => rows.filter((row) => after === null || row > after).slice(0, limit),
      (row) => row,
    );
  const pages: string[][] = [];
  for (let next = await page(); ; next = await page(next.next_cursor)) {
    pages.push(next.items.map((row) => row.slice(0, 1)));
    if (next.next_cursor === null) break;
  }
  expect(pages).toEqual([['a', 'b'], ['c'], ['d']]);
});
