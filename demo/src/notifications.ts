import type { SmartContent } from '@smartcontent/sdk';

const PATIENCE_MS = 10_000;
const POLL_MS = 50;

/** Listens to the author's notifications until it is stopped, and counts those of one type. */
export function countNotifications(sc: SmartContent, type: string): { stopAfter(expected: number): Promise<number> } {
  const ending = new AbortController();
  let count = 0;
  const listen = async () => {
    for await (const news of sc.notifications.stream({}, { signal: ending.signal })) count += news.type === type ? 1 : 0;
  };
  const listening = listen().catch((error: Error) => {
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
