import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningStore, startRedis } from '@smartcontent/local-stack';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { AttemptThrottle, Cache } from './index.js';

const folder = mkdtempSync(join(tmpdir(), 'throttle-test-'));
let redis: RunningStore;
let cache: Cache;
let throttle: AttemptThrottle;

beforeAll(async () => {
  redis = await startRedis({ folder, isDurable: false });
  cache = await Cache.open(redis.url);
  throttle = new AttemptThrottle(cache, 'test');
});
beforeEach(() => cache.redis.flushall());
afterAll(async () => {
  await cache.close();
  await redis.stop();
  rmSync(folder, { recursive: true });
});

/** As if the wait were over. */
const passTime = (who: string) => cache.redis.hset(`attempts:test:${who}`, 'until', 0);

test('ten attempts are free, however many come at once; each after them doubles the wait, up to a quarter of an hour', async () => {
  const waits = await Promise.all(Array.from({ length: 12 }, () => throttle.take('a')));
  expect(waits.filter((wait) => wait === 0)).toHaveLength(10);
  const seconds: number[] = [];
  for (let round = 0; round < 14; round++) {
    seconds.push(Math.ceil((await throttle.take('a')) / 1_000));
    await passTime('a');
    expect(await throttle.take('a')).toBe(0);
  }
  expect(seconds).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900, 900]);
});

test('everybody waits for himself, a success forgets, and so does an hour', async () => {
  for (let round = 0; round < 10; round++) await throttle.take('a');
  expect(await throttle.take('a')).toBeGreaterThan(0);
  expect(await throttle.take('b')).toBe(0);
  expect(await new AttemptThrottle(cache, 'other').take('a')).toBe(0);
  expect(await cache.redis.ttl('attempts:test:a')).toBeGreaterThan(3_590);
  await throttle.clear('a');
  expect(await throttle.take('a')).toBe(0);
});

test('while Redis is away no attempt is made: guessing must not become free', async () => {
  const away = await Cache.open('redis://127.0.0.1:1');
  const closed = new AttemptThrottle(away, 'test');
  await expect(closed.take('a')).rejects.toMatchObject({ code: 'PLATFORM_STORE_UNAVAILABLE' });
  await closed.clear('a');
  await away.close();
});
