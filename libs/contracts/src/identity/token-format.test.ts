import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hashToken, REFRESH_TOKEN, tokenFormat } from './token-format.js';

test('a new one fits its own format and no other', () => {
  const other = tokenFormat('sc_other_', 43);
  for (let round = 0; round < 50; round++) {
    const token = REFRESH_TOKEN.create();
    expect(token).toMatch(REFRESH_TOKEN.pattern);
    expect([REFRESH_TOKEN.fits(token), other.fits(token)]).toEqual([true, false]);
    // The checksum is of the prefix too.
    expect(other.fits(token.replace('sc_refresh_', 'sc_other_'))).toBe(false);
    expect(hashToken(token)).toMatch(/^[0-9a-f]{64}$/);
  }
});

test('one changed character or a cut end does not', () => {
  const token = REFRESH_TOKEN.create();
  const position = fc.integer({ min: 0, max: token.length - 1 });
  const character = fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_');
  fc.assert(
    fc.property(position, character, (index, replacement) => {
      fc.pre(token[index] !== replacement);
      expect(REFRESH_TOKEN.fits(token.slice(0, index) + replacement + token.slice(index + 1))).toBe(false);
      expect(REFRESH_TOKEN.fits(token.slice(0, index))).toBe(false);
    }),
  );
});
