import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '@smartcontent/contracts';
import { type RunningStore, startRedis } from '@smartcontent/local-stack';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Cache, LiveCounters, RateLimiter, UserStream } from './index.js';

const folder = mkdtempSync(join(tmpdir(), 'cache-test-'));
const A = '0192f0c1-7a00-7000-8000-00000000000a';
const B = '0192f0c1-7a00-7000-8000-00000000000b';
const read = { key: 'content:cache:1', companyId: A, ttlSeconds: 3_600 };
const never = async (): Promise<never> => expect.unreachable('the source was asked');

let redis: RunningStore;
let cache: Cache;

beforeAll(async () => {
  redis = await startRedis({ folder, isDurable: false });
  cache = await Cache.open(redis.url);
});
beforeEach(() => cache.redis.flushall());
afterAll(async () => {
  await cache.close();
  await redis.stop();
  rmSync(folder, { recursive: true });
});

test('reads the source once and the cache from then on', async () => {
  expect(await cache.readThrough({ ...read, load: async () => ({ value: { title: 'a' }, version: 1 }) })).toEqual({ title: 'a' });
  expect(await cache.readThrough({ ...read, load: never })).toEqual({ title: 'a' });
  expect(await cache.redis.ttl(read.key)).toBeGreaterThan(3_590);
});

test('reads many at once: what is there from the cache, the rest from the source in one go', async () => {
  const many = { companyId: A, ttlSeconds: 900 };
  await cache.readThrough({ ...read, key: 'k:1', load: async () => ({ value: 1, version: 1 }) });
  await cache.readThrough({ ...read, key: 'k:2', companyId: B, load: async () => ({ value: 'of B', version: 0 }) });
  await cache.invalidate('k:4', 9);
  const asked: string[][] = [];
  const load = async (keys: readonly string[]) => {
    asked.push([...keys]);
    return new Map(
      [
        ['k:2', 2],
        ['k:4', 4],
      ].map(([key, value]) => [key as string, { value: value as number, version: 1 }]),
    );
  };
  const keys = ['k:1', 'k:2', 'k:3', 'k:4'];
  for (const _ of [1, 2])
    expect(Object.fromEntries(await cache.readManyThrough({ ...many, keys, load }))).toEqual({ 'k:1': 1, 'k:2': 2, 'k:4': 4 });
  expect(asked).toEqual([
    ['k:2', 'k:3', 'k:4'],
    ['k:3', 'k:4'],
  ]);
  expect(await cache.redis.ttl('k:2')).toBeGreaterThan(890);
  expect(await cache.readManyThrough({ ...many, keys: [], load: never })).toEqual(new Map());
});

test('what the source does not have is not cached', async () => {
  expect(await cache.readThrough({ ...read, load: async () => undefined })).toBeUndefined();
  expect(await cache.readThrough({ ...read, load: async () => ({ value: 1, version: 1 }) })).toBe(1);
});

test("another company's entry is a miss", async () => {
  await cache.readThrough({ ...read, load: async () => ({ value: 'of A', version: 1 }) });
  expect(await cache.readThrough({ ...read, companyId: B, load: async () => undefined })).toBeUndefined();
});

test('many misses at once are one load, but never one of another company', async () => {
  let loads = 0;
  const { promise, resolve } = Promise.withResolvers<void>();
  const load = async () => {
    loads++;
    await promise;
    return { value: 'of A', version: 1 };
  };
  const readers = Array.from({ length: 50 }, () => cache.readThrough({ ...read, load }));
  const stranger = cache.readThrough({ ...read, companyId: B, load: async () => undefined });
  expect(await stranger).toBeUndefined();
  resolve();
  expect(new Set(await Promise.all(readers))).toEqual(new Set(['of A']));
  expect(loads).toBeLessThanOrEqual(2);
});

test('a load that began before a write cannot put the old row back', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const slow = cache.readThrough({ ...read, load: () => promise.then(() => ({ value: 'old', version: 1 })) });
  await expect.poll(() => cache.redis.ping()).toBe('PONG');
  expect(await cache.invalidate(read.key, 2)).toBe(true);
  const fresh = cache.readThrough({ ...read, load: async () => ({ value: 'new', version: 2 }) });
  resolve();
  expect(await slow).toBe('old');
  expect(await fresh).toBe('new');
  expect(await cache.readThrough({ ...read, load: never })).toBe('new');
});

test('the event that follows a write leaves the entry that is already new', async () => {
  await cache.readThrough({ ...read, load: async () => ({ value: 'new', version: 2 }) });
  await cache.invalidate(read.key, 2);
  expect(await cache.readThrough({ ...read, load: never })).toBe('new');
  await cache.invalidate(read.key, 3);
  expect(await cache.readThrough({ ...read, load: async () => ({ value: 'newer', version: 3 }) })).toBe('newer');
});

test('an error of the source reaches everybody who waits, and the next one asks again', async () => {
  const failing = () => cache.readThrough({ ...read, load: async () => Promise.reject(new Error('no source')) });
  await expect(Promise.all([failing(), failing()])).rejects.toThrow('no source');
  expect(await cache.readThrough({ ...read, load: async () => ({ value: 1, version: 1 }) })).toBe(1);
});

test('counts requests per caller and class and refuses beyond the limit', async () => {
  const limiter = new RateLimiter(cache);
  expect(await limiter.take('u1', 'read', 2)).toMatchObject({ isAllowed: true, isCounted: true, limit: 2, remaining: 1 });
  expect(await limiter.take('u1', 'read', 2)).toMatchObject({ isAllowed: true, remaining: 0 });
  const refused = await limiter.take('u1', 'read', 2);
  expect(refused).toMatchObject({ isAllowed: false, remaining: 0 });
  expect(refused.resetSeconds).toBeGreaterThan(0);
  expect(refused.resetSeconds).toBeLessThanOrEqual(60);
  expect(await limiter.take('u1', 'write', 2)).toMatchObject({ isAllowed: true });
  expect(await limiter.take('u2', 'read', 2)).toMatchObject({ isAllowed: true });
  expect(await cache.redis.exists('rate_limit:u1:read')).toBe(1);
});

test('a budget stays spent however many other limits are asked for meanwhile', async () => {
  const limiter = new RateLimiter(cache);
  expect(await limiter.take('u3', 'read', 1)).toMatchObject({ isAllowed: true });
  await Promise.all(Array.from({ length: 1_000 }, (_, n) => limiter.take('u4', 'read', 10_000 + n)));
  expect(await limiter.take('u3', 'read', 1)).toMatchObject({ isAllowed: false });
});

test('live counts are added once per position, each company for itself', async () => {
  const live = new LiveCounters(cache);
  const entry = { companyId: A, contentId: 'c1', epoch: 1, sequence: 10, counts: { view: 3, click: 1 } };
  expect(await live.apply([entry])).toBe(true);
  expect(await live.apply([entry, { ...entry, sequence: 9 }])).toBe(true);
  expect(await live.apply([{ ...entry, sequence: 11, counts: { view: 1 } }])).toBe(true);
  expect(await live.apply([{ ...entry, companyId: B, sequence: 12, counts: { view: 100 } }])).toBe(true);
  expect(await live.read(A, 'c1')).toEqual({ view: 4, click: 1 });
  expect(await live.apply([{ ...entry, epoch: 2, sequence: 1, counts: { view: 1 } }])).toBe(true);
  expect(await live.read(A, 'c1')).toEqual({ view: 5, click: 1 });
  expect(await live.read(A, 'c2')).toEqual({});
  expect(await cache.redis.ttl('engagement:live:c1')).toBeGreaterThan(3_590);
});

const note = (n: number) => ({ type: 'content.published', time: '2026-01-06T09:00:00Z', data: { n } });

test('a notification is kept once per event and can be resumed from', async () => {
  const stream = new UserStream(cache);
  for (const n of [1, 2, 2, 3]) await stream.publish('u1', A, note(n), `event-${n}`);
  await stream.publish('u1', B, note(9), 'event-9');
  const all = await stream.read('u1', A, '0-0');
  expect(all.map((entry) => entry.data.n)).toEqual([1, 2, 3]);
  expect(await stream.read('u1', A, all[1]?.id ?? '')).toEqual([all[2]]);
  expect(await stream.read('u1', A, 'not an id')).toEqual([]);
});

test('a listener hears what is new, in order, each once, and not what other companies or users are told', async () => {
  const stream = new UserStream(cache);
  await stream.publish('u1', A, note(0), 'event-0');
  const heard: unknown[] = [];
  const stop = await stream.subscribe('u1', A, (entry) => heard.push(entry.data.n));
  await Promise.all(Array.from({ length: 20 }, (_, n) => stream.publish('u1', A, note(n + 1), `event-${n + 1}`)));
  await stream.publish('u1', B, note(98), 'event-98');
  await stream.publish('u2', A, note(99), 'event-99');
  await expect.poll(() => heard.length).toBe(20);
  expect(heard).toEqual((await stream.read('u1', A, '0-0')).slice(1).map((entry) => entry.data.n));
  stop();
  await stream.publish('u1', A, note(50), 'event-50');
  const resumed: unknown[] = [];
  const stopResumed = await stream.subscribe('u1', A, (entry) => resumed.push(entry.data.n), '0-0');
  expect(resumed).toHaveLength(22);
  expect(heard).toHaveLength(20);
  stopResumed();
});

test('while Redis is away reads go to the source, only log-in attempts are refused, and all comes back with it', async () => {
  const limiter = new RateLimiter(cache);
  const live = new LiveCounters(cache);
  const stream = new UserStream(cache);
  const heard: unknown[] = [];
  const stop = await stream.subscribe('u1', A, (entry) => heard.push(entry.data.n));
  await cache.readThrough({ ...read, load: async () => ({ value: 'cached', version: 1 }) });

  process.kill(redis.pid, 'SIGKILL');
  await expect.poll(() => cache.isReady()).toBe(false);
  expect(await cache.readThrough({ ...read, load: async () => ({ value: 'source', version: 2 }) })).toBe('source');
  expect(await cache.invalidate(read.key, 2)).toBe(false);
  expect(await limiter.take('u1', 'read', 2)).toMatchObject({ isAllowed: true, isCounted: false, remaining: 2 });
  await expect(limiter.take('127.0.0.1', 'auth', 2)).rejects.toMatchObject({ code: 'PLATFORM_STORE_UNAVAILABLE' });
  expect(await live.apply([{ companyId: A, contentId: 'c1', epoch: 1, sequence: 1, counts: { view: 1 } }])).toBe(false);
  expect(await live.read(A, 'c1')).toBeUndefined();
  await expect(stream.publish('u1', A, note(1), 'event-1')).rejects.toBeInstanceOf(AppError);
  expect(await stream.read('u1', A, '0-0')).toEqual([]);

  redis = await startRedis({ folder, port: redis.port, isDurable: false });
  await expect.poll(() => cache.isReady(), { timeout: 5_000 }).toBe(true);
  expect(await cache.readThrough({ ...read, load: async () => ({ value: 'source', version: 2 }) })).toBe('source');
  expect(await cache.readThrough({ ...read, load: never })).toBe('source');
  expect(await limiter.take('127.0.0.1', 'auth', 2)).toMatchObject({ isAllowed: true, remaining: 1 });
  await stream.publish('u1', A, note(1), 'event-1');
  await expect.poll(() => heard).toEqual([1]);
  stop();
});

test('opens without Redis and connects when it comes', async () => {
  const port = redis.port;
  process.kill(redis.pid, 'SIGKILL');
  const late = await Cache.open(`redis://127.0.0.1:${port}`);
  expect(await late.readThrough({ ...read, load: async () => ({ value: 1, version: 1 }) })).toBe(1);
  redis = await startRedis({ folder, port, isDurable: false });
  await expect.poll(() => late.isReady(), { timeout: 5_000 }).toBe(true);
  await late.close();
});
