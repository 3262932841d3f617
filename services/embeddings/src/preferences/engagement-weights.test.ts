import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { added, confidenceOf, HALF_LIFE_SECONDS, type Weight, weightAt, weightsBy } from './engagement-weights.js';

const NOW = 1_800_000_000;
const weight = fc.record({
  weight: fc.double({ min: 0.1, max: 100, noNaN: true }),
  at: fc.integer({ min: NOW - 2 * HALF_LIFE_SECONDS, max: NOW }),
});

describe('weights of engagement', () => {
  it('halve every thirty days', () => {
    expect(weightAt({ weight: 4, at: NOW }, NOW + HALF_LIFE_SECONDS)).toBe(2);
  });

  it('add up to the same in any order', () => {
    const sum = (list: readonly Weight[]) => list.reduce(added);
    fc.assert(
      fc.property(fc.array(weight, { minLength: 1, maxLength: 20 }), (list) => {
        const [one, other] = [sum(list), sum(list.toReversed())];
        expect(one.at).toBe(other.at);
        expect(one.weight).toBeCloseTo(other.weight, 6);
      }),
    );
  });

  it('count what is known to mean something, once for each event, and nothing that was long ago', () => {
    const ids = { company_id: 'c', user_id: null, content_id: 'd' };
    const event = (event_type: string, ageSeconds: number) => ({ ...ids, event_type, occurred_at: (NOW - ageSeconds) * 1_000 });
    const events = [event('view', 0), event('like', 0), event('opened', 0), event('view', 11 * HALF_LIFE_SECONDS), event('view', -99)];
    expect(weightsBy(events, (of) => of.content_id, NOW)).toEqual(new Map([['d', { weight: 5, at: NOW }]]));
    expect(weightsBy(events, (of) => of.user_id, NOW)).toEqual(new Map());
  });

  it('make one the surer the more they are, and never quite', () => {
    expect([0, 10, 90].map(confidenceOf)).toEqual([0, 0.5, 0.9]);
  });
});
