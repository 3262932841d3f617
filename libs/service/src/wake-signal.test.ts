import { expect, test } from 'vitest';
import { WakeSignal } from './wake-signal.js';

const LONG_SECONDS = 600;
const never = new AbortController().signal;

test('wakes whoever waits, and whoever waits next where nobody did', async () => {
  const signal = new WakeSignal();
  const waiting = signal.wait(LONG_SECONDS, never);
  signal.raise();
  await waiting;
  signal.raise();
  await signal.wait(LONG_SECONDS, never);
});

test('is good for one wait, ends with its time, and with the service', async () => {
  const signal = new WakeSignal();
  signal.raise();
  await signal.wait(LONG_SECONDS, never);
  const startedAt = performance.now();
  await signal.wait(0.02, never);
  expect(performance.now() - startedAt).toBeGreaterThan(15);
  const stopping = new AbortController();
  const waiting = signal.wait(LONG_SECONDS, stopping.signal);
  stopping.abort();
  await waiting;
  await signal.wait(LONG_SECONDS, stopping.signal);
});
