import { expect, test } from 'vitest';
import { usePlatform } from '../journeys/platform.js';
import { Callers } from './callers.js';
import { runFuzz } from './run-fuzz.js';

const OPERATOR_KEY = `sc_operator_${'f'.repeat(43)}`;
const SECONDS = 20;
const platform = usePlatform(() => ({ gateway: { OPERATOR_KEY, TRUSTED_PROXIES: '127.0.0.1' } }));

test('every route withstands what it must, and answers as its document says', { timeout: 120_000 }, async () => {
  const callers = new Callers(platform.url, OPERATOR_KEY);
  const result = await runFuzz({ url: platform.url, callers, requests: Number.POSITIVE_INFINITY, seconds: SECONDS, seed: 1 });
  expect(result.findings).toEqual([]);
  expect(result.requests).toBeGreaterThan(result.routes);
  expect(result.byStatus[200]).toBeGreaterThan(0);
});
