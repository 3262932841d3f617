import { RATE_LIMITS } from '@smartcontent/contracts';
import { expect, test } from 'vitest';
import { keyLimits } from './key-limits.js';

test('without limits of its own a key has those of its company, or of the tier', () => {
  expect(keyLimits('free')).toEqual({});
  expect(keyLimits('free', { read: 9_000_000, write: 0 })).toEqual({ limits: { read: 9_000_000, write: 0 } });
});

test('a key may have less than its company, never more', () => {
  expect(keyLimits('free', { read: 100 }, { read: 10, write: 20 })).toEqual({ limits: { read: 10, write: 20 } });
  expect(keyLimits('free', { read: 100 }, { read: 1_000 })).toEqual({ limits: { read: 100 } });
  expect(keyLimits('pro', {}, { search: 100_000_000 })).toEqual({ limits: { search: RATE_LIMITS.pro.search } });
});
