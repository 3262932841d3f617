const BASE_MS = 250;
const HIGHEST_MS = 5_000;

/** Between half of a time and the whole of it, which doubles with each attempt (from 1), so that clients do not come back together. */
export function backoffMs(attempt: number, highestMs = HIGHEST_MS, random = Math.random): number {
  const whole = Math.min(highestMs, BASE_MS * 2 ** Math.min(attempt - 1, 20));
  return whole / 2 + (whole / 2) * random();
}

/** What Retry-After asks for, in ms: seconds or a date; null where it says nothing. */
export function retryAfterMs(headers: Headers, now = Date.now()): number | null {
  const value = headers.get('retry-after');
  if (value === null) return null;
  if (/^\d+$/.test(value)) return Number(value) * 1_000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}

/** Resolves after the time; rejects with the signal's reason once it is aborted. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const abort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort);
      resolve();
    }, ms);
    signal?.addEventListener('abort', abort, { once: true });
  });
}
