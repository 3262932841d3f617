import { expect, test } from 'vitest';
import { usePlatform } from '../journeys/platform.js';
import { Callers } from './callers.js';
import type { FuzzedPlatform } from './company.js';
import { plantDeadLetter } from './plant-dead-letter.js';
import { runFuzz } from './run-fuzz.js';

const OPERATOR_KEY = `sc_operator_${'f'.repeat(43)}`;
const SECONDS = 20;
const platform = usePlatform(() => ({ gateway: { OPERATOR_KEY, TRUSTED_PROXIES: '127.0.0.1' } }));

test('every route withstands what it must, and answers as its document says', { timeout: 120_000 }, async () => {
  const { url, sandboxUrl } = platform;
  const plant: FuzzedPlatform['plantDeadLetter'] = (...of) => plantDeadLetter(platform.stack.nats, ...of);
  const callers = new Callers({ url, sandboxUrl, operatorKey: OPERATOR_KEY, plantDeadLetter: plant });
  const result = await runFuzz({ url, callers, requests: Number.POSITIVE_INFINITY, seconds: SECONDS, seed: 1 });
  expect(result.findings).toEqual([]);
  expect(result.requests).toBeGreaterThan(result.routes);
  expect(result.byStatus[200]).toBeGreaterThan(0);
});
