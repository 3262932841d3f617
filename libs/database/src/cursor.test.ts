import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeCursor, encodeCursor } from './cursor.js';

const KEY = '00112233445566778899aabbccddeeff';
const INVALID = expect.objectContaining({ code: 'PLATFORM_CURSOR_INVALID' });

const decode = (key: string, list: string, cursor: string): unknown => {
  try {
    return decodeCursor(key, list, cursor);
  } catch (error) {
    return error;
  }
};

it('gives back the values it was made of', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.boolean())), (values) => {
      expect(decodeCursor(KEY, 'content', encodeCursor(KEY, 'content', values))).toEqual(values);
    }),
  );
});

it('refuses a cursor in which any one character was changed, dropped or added', () => {
  const cursor = encodeCursor(KEY, 'content', ['2026-11-22T05:10:00.123456Z', '0192f0c1-7a00-7000-8000-000000000005']);
  fc.assert(
    fc.property(fc.nat(cursor.length - 1), fc.constantFrom('', 'A', 'z', '_', '=', '+', '%', '\n'), fc.boolean(), (at, other, insert) => {
      const changed = cursor.slice(0, at) + other + cursor.slice(insert ? at : at + 1);
      fc.pre(changed !== cursor);
      expect(decode(KEY, 'content', changed)).toEqual(INVALID);
    }),
  );
});

it('refuses what was never a cursor', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(decode(KEY, 'content', text)).toEqual(INVALID);
    }),
  );
});

it('refuses the cursor of another list or key', () => {
  const cursor = encodeCursor(KEY, 'content', [1]);
  expect(decode(KEY, 'posts', cursor)).toEqual(INVALID);
  expect(decode(`${KEY}ff`, 'content', cursor)).toEqual(INVALID);
});
