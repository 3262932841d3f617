import { expect, test } from 'vitest';
import { neighbourhoodOf } from './neighbourhood.js';

test.each([
  ['203.0.113.7', '203.0.113.200'],
  ['::ffff:203.0.113.7', '203.0.113.1'],
  ['2001:db8:1:1200::1', '2001:0db8:0001:12ff:1:2:3:4'],
  ['::1', '::2'],
])('%s and %s are one neighbourhood', (one, other) => {
  expect(neighbourhoodOf(one)).toBe(neighbourhoodOf(other));
});

test.each([
  ['203.0.113.7', '203.0.114.7'],
  ['2001:db8:1:1200::1', '2001:db8:1:1300::1'],
  ['2001:db8::', '2001:db9::'],
  ['::1', '127.0.0.1'],
])('%s and %s are two', (one, other) => {
  expect(neighbourhoodOf(one)).not.toBe(neighbourhoodOf(other));
});
