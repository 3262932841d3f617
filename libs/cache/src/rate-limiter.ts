import { AppError, type RateClass } from '@smartcontent/contracts';
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { Cache } from './cache.js';
import { KEYS } from './keys.js';

const WINDOW_SECONDS = 60;
/** Different limits at a time. A company may give its keys any: each number that somebody thinks of would stay in memory for good. */
const LIMITERS_MAX = 500;

export interface RateLimit {
  readonly isAllowed: boolean;
  /** False while Redis is away: nobody knows what was used, so `remaining` and `resetSeconds` are guesses. */
  readonly isCounted: boolean;
  /** Requests a minute. */
  readonly limit: number;
  /** What is left of this minute. */
  readonly remaining: number;
  /** Until the count starts again. */
  readonly resetSeconds: number;
}

/** Counts requests per caller and class of route in windows of a minute, over all replicas: `rate_limit:{who}:{class}`. */
export class RateLimiter {
  private readonly limiters = new Map<number, RateLimiterRedis>();

  constructor(private readonly cache: Cache) {}

  /**
   * Counts one request, or `points` that were let pass before it was told. `who` is the user's or client's id, for class `auth` the address.
   * While Redis is away everything is allowed without being counted, except `auth`: guessing passwords must not become free.
   * @throws AppError PLATFORM_STORE_UNAVAILABLE for class `auth` while Redis is away.
   */
  async take(who: string, rateClass: RateClass, limit: number, points = 1): Promise<RateLimit> {
    try {
      return toRateLimit(await this.limiter(limit).consume(`${who}:${rateClass}`, points), limit, true);
    } catch (refusal) {
      if (refusal instanceof RateLimiterRes) return toRateLimit(refusal, limit, false);
      if (rateClass === 'auth') throw new AppError('PLATFORM_STORE_UNAVAILABLE', { cause: refusal });
      return { isAllowed: true, isCounted: false, limit, remaining: limit, resetSeconds: WINDOW_SECONDS };
    }
  }

  private limiter(limit: number): RateLimiterRedis {
    let limiter = this.limiters.get(limit);
    if (!limiter) {
      limiter = new RateLimiterRedis({
        storeClient: this.cache.redis,
        keyPrefix: KEYS.rateLimit.pattern.split(':')[0],
        points: limit,
        duration: WINDOW_SECONDS,
        rejectIfRedisNotReady: true,
        // Somebody far beyond the limit is refused without asking Redis again.
        inMemoryBlockOnConsumed: limit + 1,
      });
      this.limiters.set(limit, limiter);
      // The oldest goes. What it counted stands in Redis.
      if (this.limiters.size > LIMITERS_MAX) this.limiters.delete(this.limiters.keys().next().value as number);
    }
    return limiter;
  }
}

function toRateLimit(result: RateLimiterRes, limit: number, isAllowed: boolean): RateLimit {
  return { isAllowed, isCounted: true, limit, remaining: result.remainingPoints, resetSeconds: Math.ceil(result.msBeforeNext / 1_000) };
}
