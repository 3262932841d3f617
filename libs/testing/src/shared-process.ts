import { afterAll, expect, vi } from 'vitest';
import { environment } from './config.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect', 'uncaughtException', 'unhandledRejection'] as const;

/** For `setupFiles` in vitest.config.ts: a file leaves the process as it found it, since the next one runs in the same. */
const found = stateOfProcess();
afterAll(() => expect(stateOfProcess(), 'what this file leaves changed for the next one').toEqual(found));

function stateOfProcess() {
  return {
    folder: process.cwd(),
    environment: environment(),
    listeners: SIGNALS.map((signal) => `${signal} ${process.listenerCount(signal)}`),
    areTimersFake: vi.isFakeTimers(),
  };
}
