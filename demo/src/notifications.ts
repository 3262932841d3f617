import { StreamNotifications } from '@smartcontent/contracts';
import type { Api } from './api.js';

const PATIENCE_MS = 10_000;
const POLL_MS = 50;

/** Listens to the author's notifications until it is stopped, and counts those of one type. */
export function countNotifications(api: Api, type: string): { stopAfter(expected: number): Promise<number> } {
  const ending = new AbortController();
  let count = 0;
  const listening = api
    .stream(StreamNotifications.http?.path as string, (message) => (count += message.type === type ? 1 : 0), ending.signal)
    .catch((error: Error) => {
      if (!ending.signal.aborted) console.error(`  the stream of notifications ended: ${error.message}`);
    });
  return {
    /** They come just after what they tell of, so it waits for as many as there should be, for a while. */
    async stopAfter(expected) {
      const endMs = Date.now() + PATIENCE_MS;
      while (count < expected && Date.now() < endMs) await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      ending.abort();
      await listening;
      return count;
    },
  };
}
