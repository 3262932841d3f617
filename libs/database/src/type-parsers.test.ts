import { expect, it } from 'vitest';
import { parseInstant } from './type-parsers.js';

it.each([
  ['2026-11-22 05:10:00+00', '2026-11-22T05:10:00.000000Z'],
  ['2026-11-22 05:10:00.1+00', '2026-11-22T05:10:00.100000Z'],
  ['2026-11-22 05:10:00.123456+00', '2026-11-22T05:10:00.123456Z'],
  ['infinity', 'infinity'],
])('reads %s as %s', (text, instant) => {
  expect(parseInstant(text)).toBe(instant);
});
