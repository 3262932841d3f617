import fc from 'fast-check';
import { expect, test } from 'vitest';
import { joinParts } from './join-parts.js';

const newest = (a: string, b: string) => (a < b ? 1 : -1);

/** What a service would answer: what is older than `before`, at most `limit`, perhaps cut shorter by its size. */
function partOf(ids: readonly string[], before: string, limit: number, cut: number) {
  const rest = ids.filter((id) => id < before).toSorted(newest);
  const items = rest.slice(0, Math.max(1, Math.min(limit, cut))).map((id) => ({ id }));
  return { items, has_more: rest.length > items.length };
}

test('the pages of all parts together are the whole list, in order, without holes or doubles', () => {
  const ids = fc.uniqueArray(fc.uuid({ version: 7 }), { maxLength: 60 });
  fc.assert(
    fc.property(
      ids,
      fc.integer({ min: 1, max: 10 }),
      fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 4, maxLength: 4 }),
      (all, limit, cuts) => {
        const services = cuts.map((cut, place) => ({ cut, ids: all.filter((_, index) => index % cuts.length === place) }));
        const seen: string[] = [];
        let before = 'g';
        for (let hasMore = true; hasMore; ) {
          const page = joinParts(
            services.map((service) => partOf(service.ids, before, limit, service.cut)),
            limit,
          );
          expect(page.items.length).toBeLessThanOrEqual(limit);
          seen.push(...page.items.map(({ id }) => id));
          before = page.items.at(-1)?.id ?? '';
          hasMore = page.hasMore;
        }
        expect(seen).toEqual(all.toSorted(newest));
      },
    ),
  );
});
