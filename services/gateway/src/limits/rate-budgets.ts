import type { RateLimit, RateLimiter } from '@smartcontent/cache';
import type { RateClass } from '@smartcontent/contracts';
import { LRUCache } from 'lru-cache';

const WINDOW_MS = 60_000;
const HELD_MAX = 100_000;
/** How long counts wait here before Redis hears of them, so that a busy caller costs forty commands a second and not one per request. */
const REPORT_MS = 25;
/** With this share or this count of a budget left, a caller's requests ask Redis one by one, so that replicas together keep the limit. */
const CAREFUL_SHARE = 0.1;
const CAREFUL_COUNT = 1_000;
/** So many may pass that Redis has not confirmed: where it answers late, what replicas together let through stays below the careful count. */
const UNTOLD_MAX = 250;

interface Window {
  readonly limit: number;
  remaining: number;
  resetsAtMs: number;
  /** Counted here and not yet told. */
  pending: number;
  /** Told, and not yet answered. */
  underWay: number;
}

interface Told {
  readonly who: string;
  readonly rateClass: RateClass;
  readonly limit: number;
  readonly points: number;
}

/**
 * The budgets of all callers, counted in Redis over all replicas. While most of a budget is left, a request is counted here at once
 * and in Redis a moment later, so no request waits for Redis; the first of a minute, the last ones and small budgets do wait.
 */
export class RateBudgets {
  private readonly windows = new LRUCache<string, Window>({ max: HELD_MAX, ttl: WINDOW_MS });
  private readonly unreported = new Map<string, { who: string; rateClass: RateClass; window: Window }>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly limiter: Pick<RateLimiter, 'take'>) {}

  /**
   * Counts one request of `who` against `limit` requests a minute.
   * @throws AppError PLATFORM_STORE_UNAVAILABLE for class `auth` while Redis is away
   */
  take(who: string, rateClass: RateClass, limit: number): RateLimit | Promise<RateLimit> {
    const key = `${who}:${rateClass}`;
    const window = this.windows.get(key);
    const now = Date.now();
    const isFresh = window !== undefined && window.resetsAtMs > now && window.limit === limit;
    const isCareful = !isFresh || window.remaining <= Math.max(CAREFUL_COUNT, limit * CAREFUL_SHARE);
    if (isCareful || window.pending + window.underWay >= UNTOLD_MAX) return this.ask(who, rateClass, limit, key);
    window.remaining -= 1;
    window.pending += 1;
    this.unreported.set(key, { who, rateClass, window });
    this.timer ??= setTimeout(() => void this.report(), REPORT_MS);
    return { isAllowed: true, limit, remaining: window.remaining, resetSeconds: Math.ceil((window.resetsAtMs - now) / 1_000) };
  }

  /** Tells Redis what is still untold. */
  async close(): Promise<void> {
    clearTimeout(this.timer);
    await this.report();
  }

  private async ask(who: string, rateClass: RateClass, limit: number, key: string): Promise<RateLimit> {
    const untold = this.unreported.get(key)?.window;
    this.unreported.delete(key);
    const points = 1 + (untold?.pending ?? 0);
    if (untold) untold.pending = 0;
    return this.tell(key, { who, rateClass, limit, points });
  }

  /** Answers come in the order in which Redis was told, so what is still under way then is not in them. */
  private async tell(key: string, { who, rateClass, limit, points }: Told): Promise<RateLimit> {
    const window = this.windows.get(key);
    if (window) window.underWay += points;
    let answer: RateLimit;
    try {
      answer = await this.limiter.take(who, rateClass, limit, points);
    } finally {
      if (window) window.underWay -= points;
    }
    this.learn(key, answer);
    return answer;
  }

  private async report(): Promise<void> {
    this.timer = undefined;
    const entries = [...this.unreported];
    this.unreported.clear();
    await Promise.all(
      entries.map(async ([key, { who, rateClass, window }]) => {
        const points = window.pending;
        window.pending = 0;
        // A minute that is over is not charged to the next one.
        if (window.resetsAtMs > Date.now()) await this.tell(key, { who, rateClass, limit: window.limit, points });
      }),
    );
  }

  /** Answers may come in any order and while more is counted: within a minute what is left only shrinks. */
  private learn(key: string, answer: RateLimit): void {
    const now = Date.now();
    const held = this.windows.get(key);
    const isSameMinute = held !== undefined && held.resetsAtMs > now && held.limit === answer.limit;
    if (isSameMinute) {
      held.remaining = Math.min(held.remaining, answer.remaining - held.pending - held.underWay);
      return;
    }
    const resetsAtMs = now + answer.resetSeconds * 1_000;
    this.windows.set(key, { limit: answer.limit, remaining: answer.remaining, resetsAtMs, pending: 0, underWay: 0 });
  }
}
