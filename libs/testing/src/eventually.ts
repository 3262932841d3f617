import { setTimeout as delay } from 'node:timers/promises';

const POLL_MILLISECONDS = 25;

/**
 * Repeats an assertion until it holds and returns what it returned.
 * Throws the assertion's own last error once `timeoutMs` (10 seconds unless told) are over.
 */
export async function eventually<T>(assertion: () => T | Promise<T>, { timeoutMs = 10_000 } = {}): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    try {
      return await assertion();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await delay(POLL_MILLISECONDS);
    }
  }
}
