import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fuseRanks } from './fuse-ranks.js';

const ranking = fc.uniqueArray(fc.constantFrom(...'abcdefgh'), { minLength: 1 });

test('keeps the order of a ranking that nobody contradicts', () => {
  fc.assert(
    fc.property(ranking, (ids) => {
      expect(fuseRanks([{ weight: 1, ids }]).map(({ id }) => id)).toEqual(ids);
    }),
  );
});

test('finds whatever any ranking found, once', () => {
  fc.assert(
    fc.property(ranking, ranking, (left, right) => {
      const fused = fuseRanks([
        { weight: 1, ids: left },
        { weight: 0.1, ids: right },
      ]).map(({ id }) => id);
      expect(fused.toSorted()).toEqual([...new Set([...left, ...right])].sort());
    }),
  );
});

test('never puts what one ranking holds first behind what none holds before it', () => {
  fc.assert(
    fc.property(ranking, ranking, (left, right) => {
      const [first] = left;
      const fused = fuseRanks([
        { weight: 1, ids: left },
        { weight: 1, ids: [first as string, ...right.filter((id) => id !== first)] },
      ]);
      expect(fused[0]?.id).toBe(first);
    }),
  );
});
