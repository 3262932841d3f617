import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hashApiKey, newApiKey, parseApiKey } from './api-key-format.js';
import { REFRESH_TOKEN } from './token-format.js';

/** As docs/api-keys.md gives it to secret scanners. */
const SCANNED = /\bsc_(?:(?:live|pub)_[0-9A-Za-z]{32}|refresh_[0-9A-Za-z]{43})_[0-9A-Za-z]{6}\b/;

test('every new key parses and shows its own kind, prefix and hash', () => {
  for (let round = 0; round < 50; round++) {
    const key = newApiKey();
    expect(key).toMatch(/^sc_live_[0-9A-Za-z]{32}_[0-9A-Za-z]{6}$/);
    expect(parseApiKey(key)).toEqual({ kind: 'secret', prefix: key.slice(0, 12), hash: hashApiKey(key) });
    const publishable = newApiKey('publishable');
    expect(publishable).toMatch(/^sc_pub_[0-9A-Za-z]{32}_[0-9A-Za-z]{6}$/);
    expect(parseApiKey(publishable)).toEqual({ kind: 'publishable', prefix: publishable.slice(0, 11), hash: hashApiKey(publishable) });
  }
});

test('a key that was made before there were kinds is still a key', () => {
  expect(parseApiKey('sc_live_00000000000000000000000000000000_sbOaKF')).toMatchObject({ kind: 'secret' });
  expect(parseApiKey('sc_live_00000000000000000000000000000000_sbOaKG')).toBeNull();
});

test('no kind passes for another', () => {
  for (const [key, prefix] of [
    [newApiKey(), 'sc_pub_'],
    [newApiKey('publishable'), 'sc_live_'],
  ] as const) {
    const renamed = key.replace(/^sc_(?:live|pub)_/, prefix);
    expect(parseApiKey(renamed)).toBeNull();
  }
  expect(parseApiKey(REFRESH_TOKEN.create())).toBeNull();
  expect(REFRESH_TOKEN.fits(newApiKey())).toBe(false);
});

test('the expression for secret scanners finds every kind, in code and in addresses', () => {
  for (const key of [newApiKey(), newApiKey('publishable'), REFRESH_TOKEN.create()]) {
    for (const text of [`const key = "${key}";`, `https://a.example/?key=${key}&b=1`, `KEY=${key}\n`, `{"k":"${key}"}`]) {
      expect(SCANNED.exec(text)?.[0]).toBe(key);
    }
  }
});

test('one changed character or a cut end is refused', () => {
  const keys = [newApiKey(), newApiKey('publishable'), REFRESH_TOKEN.create()];
  const isTaken = (text: string) => parseApiKey(text) !== null || REFRESH_TOKEN.fits(text);
  const character = fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_');
  fc.assert(
    fc.property(fc.constantFrom(...keys), fc.nat(60), character, (key, position, replacement) => {
      const index = position % key.length;
      fc.pre(key[index] !== replacement);
      expect(isTaken(key.slice(0, index) + replacement + key.slice(index + 1))).toBe(false);
      expect(isTaken(key.slice(0, index))).toBe(false);
    }),
  );
});

test('what is not a key at all is refused', () => {
  fc.assert(fc.property(fc.string(), (text) => parseApiKey(text) === null && !REFRESH_TOKEN.fits(text)));
});
