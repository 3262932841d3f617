import { StreamNotifications } from '@smartcontent/contracts';
import type { Api } from './api.js';

/** Listens to the author's notifications until it is stopped, and counts those of one type. */
export function countNotifications(api: Api, type: string): { stop(): Promise<number> } {
  const ending = new AbortController();
  let count = 0;
  const listening = api
    .stream(StreamNotifications.http?.path as string, (message) => (count += message.type === type ? 1 : 0), ending.signal)
    .catch((error: Error) => {
      if (!ending.signal.aborted) console.error(`  the stream of notifications ended: ${error.message}`);
    });
  return {
    async stop() {
      ending.abort();
      await listening;
      return count;
    },
  };
}
