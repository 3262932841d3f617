import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hashApiKey, newApiKey, parseApiKey } from './api-key-format.js';

test('every new key parses and shows its own prefix and hash', () => {
  for (let round = 0; round < 50; round++) {
    const key = newApiKey();
    expect(key).toMatch(/^sc_live_[0-9A-Za-z]{32}_[0-9A-Za-z]{6}$/);
    expect(parseApiKey(key)).toEqual({ prefix: key.slice(0, 12), hash: hashApiKey(key) });
  }
});

test('one changed character or a cut end is refused', () => {
  const key = newApiKey();
  const position = fc.integer({ min: 0, max: key.length - 1 });
  const character = fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_');
  fc.assert(
    fc.property(position, character, (index, replacement) => {
      fc.pre(key[index] !== replacement);
      expect(parseApiKey(key.slice(0, index) + replacement + key.slice(index + 1))).toBeNull();
      expect(parseApiKey(key.slice(0, index))).toBeNull();
    }),
  );
});

test('what is not a key at all is refused', () => {
  fc.assert(fc.property(fc.string(), (text) => parseApiKey(text) === null));
});
