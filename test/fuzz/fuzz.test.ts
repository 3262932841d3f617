import { expect, test } from 'vitest';
import { usePlatform } from '../journeys/platform.js';
import { runFuzz } from './run-fuzz.js';

const OPERATOR_KEY = `sc_operator_${'f'.repeat(43)}`;
const SECONDS = 20;
const platform = usePlatform(() => ({ gateway: { OPERATOR_KEY, TRUSTED_PROXIES: '127.0.0.1' } }));

test('every route withstands what it must, and answers as its document says', { timeout: 120_000 }, async () => {
  const options = { operatorKey: OPERATOR_KEY, requests: Number.POSITIVE_INFINITY, seconds: SECONDS, seed: 2 };
  const result = await runFuzz({ ...options, url: platform.url });
  expect(result.findings).toEqual([]);
  expect(result.requests).toBeGreaterThan(result.routes * 5);
});
