import fc from 'fast-check';
import { expect, test } from 'vitest';
import { weighTerms } from './weigh-terms.js';

const ALL = 100_000;
const heldBy = fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), fc.integer({ min: 1, max: ALL }), { maxKeys: 80 });

test('asks for the rarest first, for at least one, and leaves nothing out that could turn much over', () => {
  fc.assert(
    fc.property(heldBy, (held) => {
      const names = Object.keys(held);
      const { terms, weights, asked } = weighTerms([...names, 'unknown'], new Map([['', ALL], ...Object.entries(held)]));
      expect(terms).not.toContain('unknown');
      expect(weights.toSorted((a, b) => b - a)).toEqual(weights);
      expect(asked).toBeGreaterThanOrEqual(Math.min(1, names.length));
      const sum = (of: readonly number[]) => of.reduce((total, weight) => total + weight, 0);
      const postings = sum(terms.slice(0, asked).map((term) => held[term] ?? 0));
      const next = postings + (held[terms[asked] ?? ''] ?? 0);
      const left = sum(weights.slice(asked)) / (sum(weights) || 1);
      expect(left).toBeLessThanOrEqual(next > 100_000 ? 0.5 : 0.02);
    }),
  );
});

test('asks for a word that every content holds where there is no other', () => {
  const { terms, asked } = weighTerms(['rust', 'the'], new Map(Object.entries({ '': ALL, rust: ALL - 1, the: ALL })));
  expect(terms.slice(0, asked)).toContain('rust');
});
