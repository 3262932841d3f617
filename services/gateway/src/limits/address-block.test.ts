import { expect, test } from 'vitest';
import { addressBlock } from './address-block.js';

test('an IPv4 address counts by itself, however it is written', () => {
  expect(addressBlock('203.0.113.7')).toBe('203.0.113.7');
  expect(addressBlock('::ffff:203.0.113.7')).toBe('203.0.113.7');
});

test('all IPv6 addresses of a /64 count as one', () => {
  const block = addressBlock('2001:db8:1:2::1');
  expect(addressBlock('2001:DB8:1:2:ffff:ffff:ffff:ffff')).toBe(block);
  expect(addressBlock('2001:db8:1:3::1')).not.toBe(block);
});

test('what is no address counts as what it is', () => {
  expect(addressBlock('unknown')).toBe('unknown');
});
