import fc from 'fast-check';
import { expect, test } from 'vitest';
import { segmentsOf } from './segments.js';

const LAST = Date.UTC(2105, 0, 1);
const anyRange = fc
  .tuple(fc.integer({ min: 0, max: LAST }), fc.oneof(fc.integer({ min: 1, max: 200_000 }), fc.integer({ min: 1, max: 400 * 86_400_000 })))
  .map(([from, length]) => ({ from, to: from + length }));

test('pieces lie in one another and begin and end on their steps', () => {
  fc.assert(
    fc.property(anyRange, fc.constantFrom('minute', 'quarter', 'day'), (range, coarsest) => {
      const s = segmentsOf(range, coarsest as 'day');
      const borders = [s.from, s.minuteFrom, s.quarterFrom, s.dayFrom, s.dayTo, s.quarterTo, s.minuteTo, s.to];
      expect(borders).toEqual([...borders].sort((a, b) => a - b));
      if (s.minuteFrom < s.minuteTo) expect([s.minuteFrom % 60_000, s.minuteTo % 60_000]).toEqual([0, 0]);
      if (s.quarterFrom < s.quarterTo) expect([s.quarterFrom % 900_000, s.quarterTo % 900_000]).toEqual([0, 0]);
      if (s.dayFrom < s.dayTo) expect([s.dayFrom % 86_400_000, s.dayTo % 86_400_000]).toEqual([0, 0]);
      if (coarsest !== 'day') expect(s.dayFrom).toBe(s.dayTo);
      if (coarsest === 'minute') expect(s.quarterFrom).toBe(s.quarterTo);
    }),
  );
});

test('single events are asked for less than a minute at each end', () => {
  const s = segmentsOf({ from: Date.UTC(2026, 0, 1, 10, 7, 30), to: Date.UTC(2026, 0, 4, 0, 1, 5) }, 'day');
  const text = (time: number) => new Date(time).toISOString().slice(5, 19);
  expect(Object.fromEntries(Object.entries(s).map(([name, time]) => [name, text(time)]))).toEqual({
    from: '01-01T10:07:30',
    minuteFrom: '01-01T10:08:00',
    quarterFrom: '01-01T10:15:00',
    dayFrom: '01-02T00:00:00',
    dayTo: '01-04T00:00:00',
    quarterTo: '01-04T00:00:00',
    minuteTo: '01-04T00:01:00',
    to: '01-04T00:01:05',
  });
});
