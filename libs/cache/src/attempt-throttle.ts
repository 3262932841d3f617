import { AppError } from '@smartcontent/contracts';
import type { Redis } from 'ioredis';
import type { Cache } from './cache.js';
import { KEYS, keyOf } from './keys.js';

/** Attempts that cost nothing but themselves. */
const FREE = 10;
const WAIT_MAX_SECONDS = 900;
const FORGET_SECONDS = 3_600;

/** KEYS: count. ARGV: free attempts, longest wait, life of the count, in seconds. Answers the milliseconds that are left to wait; 0 counts the attempt. */
const TAKE = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local held = redis.call('HMGET', KEYS[1], 'attempts', 'until')
local wait = tonumber(held[2] or '0') - now
if wait > 0 then return wait end
local attempts = tonumber(held[1] or '0') + 1
local free = tonumber(ARGV[1])
local pause = 0
if attempts >= free then pause = math.min(2 ^ math.min(attempts - free, 30), tonumber(ARGV[2])) end
redis.call('HSET', KEYS[1], 'attempts', attempts, 'until', now + pause * 1000)
redis.call('EXPIRE', KEYS[1], ARGV[3])
return 0`;

/**
 * Attempts that get dearer: ten may follow each other, then each makes the next one wait twice as long, from a second to a quarter of an
 * hour. An hour without an attempt, or a success, forgets them. Key: `attempts:{kind}:{who}`.
 */
export class AttemptThrottle {
  constructor(
    private readonly cache: Cache,
    private readonly kind: string,
  ) {
    cache.redis.defineCommand('takeAttempt', { numberOfKeys: 1, lua: TAKE });
  }

  /**
   * Counts an attempt, before it is looked at, so that many at once do not slip through. @returns 0, or the milliseconds to wait for the next one
   * @throws AppError PLATFORM_STORE_UNAVAILABLE while Redis is away: guessing must not become free.
   */
  async take(who: string): Promise<number> {
    try {
      return await (this.cache.redis as ThrottleRedis).takeAttempt(this.keyOf(who), FREE, WAIT_MAX_SECONDS, FORGET_SECONDS);
    } catch (cause) {
      throw new AppError('PLATFORM_STORE_UNAVAILABLE', { cause });
    }
  }

  /** After a success. Where Redis does not hear of it, the count is forgotten an hour later. */
  async clear(who: string): Promise<void> {
    await this.cache.redis.del(this.keyOf(who)).catch(() => undefined);
  }

  private keyOf(who: string): string {
    return keyOf(KEYS.attempts, { kind: this.kind, who });
  }
}

type ThrottleRedis = Redis & { takeAttempt(key: string, free: number, waitMax: number, forget: number): Promise<number> };
