import type { RateLimit, RateLimiter } from '@smartcontent/cache';
import type { RateClass } from '@smartcontent/contracts';
import { LRUCache } from 'lru-cache';

const WINDOW_MS = 60_000;
const HELD_MAX = 100_000;
/** Permits that are fetched at a time, so that a busy caller costs one command for a hundred requests. What is left of them is lost with the minute. */
const BATCH = 100;
/** With so many left the next ones are fetched, before anybody has to wait for them. */
const LOW = 25;
/** With this share or this count of a budget left, requests ask Redis one by one, so that no permits lie idle in one replica while another refuses. */
const CAREFUL_SHARE = 0.1;
const CAREFUL_COUNT = 1_000;
/** Redis tells whole seconds: permits are not used in the last one, which may be the next minute's already. */
const UNSURE_MS = 1_000;

interface Window {
  readonly limit: number;
  /** In Redis, at most. */
  remaining: number;
  /** Counted in Redis already, for requests to come. */
  permits: number;
  /** More are on their way. */
  isFetching: boolean;
  readonly resetsAtMs: number;
}

interface Counted {
  readonly who: string;
  readonly rateClass: RateClass;
  readonly limit: number;
}

/**
 * The budgets of all callers, counted in Redis over all replicas. While most of a budget is left, a replica has permits counted there in advance
 * and spends them without asking; the first of a minute, the last ones and small budgets ask one by one. Nothing passes that Redis has not
 * counted, so however many replicas and requests there are, a limit is never exceeded; only while Redis is away requests pass uncounted, and no
 * permits come of it.
 */
export class RateBudgets {
  private readonly windows = new LRUCache<string, Window>({ max: HELD_MAX, ttl: WINDOW_MS });

  constructor(private readonly limiter: Pick<RateLimiter, 'take'>) {}

  /**
   * Counts one request of `who` against `limit` requests a minute.
   * @throws AppError PLATFORM_STORE_UNAVAILABLE for class `auth` while Redis is away
   */
  take(who: string, rateClass: RateClass, limit: number): RateLimit | Promise<RateLimit> {
    const counted = { who, rateClass, limit };
    const window = this.current(counted);
    if (!window || window.permits === 0) return this.ask(counted, window);
    window.permits -= 1;
    // Where that fails, whoever finds no permit left asks for himself and is told.
    if (window.permits <= LOW && mayFetch(window)) void this.fetch(counted, window, 0).catch(() => undefined);
    const resetSeconds = Math.ceil((window.resetsAtMs - Date.now()) / 1_000);
    return { isAllowed: true, isCounted: true, limit, remaining: window.remaining + window.permits, resetSeconds };
  }

  /** One fetches for many; whoever comes meanwhile asks for himself alone. */
  private async ask(counted: Counted, window: Window | undefined): Promise<RateLimit> {
    if (window && mayFetch(window)) return this.fetch(counted, window, 1);
    const askedAtMs = Date.now();
    const answer = await this.limiter.take(counted.who, counted.rateClass, counted.limit, 1);
    return this.learn(counted, answer, askedAtMs);
  }

  /** @param own 1 where a request waits for it */
  private async fetch(counted: Counted, window: Window, own: 0 | 1): Promise<RateLimit> {
    window.isFetching = true;
    const askedAtMs = Date.now();
    try {
      const answer = await this.limiter.take(counted.who, counted.rateClass, counted.limit, BATCH + own);
      if (answer.isAllowed && answer.isCounted) window.permits += BATCH;
      return this.learn(counted, answer, askedAtMs);
    } finally {
      window.isFetching = false;
    }
  }

  private current({ who, rateClass, limit }: Counted): Window | undefined {
    const window = this.windows.get(`${who}:${rateClass}`);
    return window && window.limit === limit && window.resetsAtMs - UNSURE_MS > Date.now() ? window : undefined;
  }

  /**
   * Answers may come in any order: within a minute what is left only shrinks. They may come late too, and say how long the minute lasts from when
   * Redis counted; that was after `askedAtMs`, so a minute reckoned from there never outlasts the one in Redis.
   */
  private learn(counted: Counted, answer: RateLimit, askedAtMs: number): RateLimit {
    if (!answer.isCounted) return answer;
    const { remaining, resetSeconds, limit } = answer;
    const held = this.current(counted);
    if (held) {
      held.remaining = Math.min(held.remaining, remaining);
      return answer.isAllowed ? { ...answer, remaining: remaining + held.permits } : answer;
    }
    const resetsAtMs = askedAtMs + resetSeconds * 1_000;
    this.windows.set(`${counted.who}:${counted.rateClass}`, { limit, remaining, permits: 0, isFetching: false, resetsAtMs });
    return answer;
  }
}

function mayFetch({ isFetching, remaining, limit }: Window): boolean {
  return !isFetching && remaining > Math.max(CAREFUL_COUNT, limit * CAREFUL_SHARE);
}
