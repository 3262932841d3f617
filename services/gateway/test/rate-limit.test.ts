import { RATE_LIMITS } from '@smartcontent/contracts';
import { useStack } from '@smartcontent/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeKey, problemOf, type RunningEdge, startEdge } from './edge.js';
import { SeverableProxy } from './severable-proxy.js';

const ECHO = '/v1/echoes/0192f0c1-7a00-7000-8000-000000000004';
const stack = useStack({ services: ['gateway'] });
let redis: SeverableProxy;
let edge: RunningEdge;
let replica: RunningEdge;
beforeAll(async () => {
  redis = await SeverableProxy.open(stack.addresses.redisUrl);
  edge = await startEdge(stack, { REDIS_URL: redis.url, TRUSTED_PROXIES: '127.0.0.1' });
  replica = await startEdge(stack, { TRUSTED_PROXIES: '127.0.0.1' });
});
afterAll(async () => {
  await edge[Symbol.asyncDispose]();
  await replica[Symbol.asyncDispose]();
  await redis[Symbol.asyncDispose]();
});

const logIn = (from: string, at = edge) => {
  const headers = { 'content-type': 'application/json', 'x-forwarded-for': from };
  return at.ask('/v1/open', { method: 'POST', body: '{"note":"a"}', headers });
};

test('counts down in the headers of every answer, by caller and class', async () => {
  const { key } = makeKey({ tier: 'free' });
  const left: number[] = [];
  for (let count = 0; count < 5; count++) {
    const { headers } = await edge.ask(ECHO, { token: key });
    left.push(Number(headers.get('ratelimit-remaining')));
    expect(headers.get('ratelimit-limit')).toBe('6000');
    expect(headers.get('ratelimit-policy')).toBe('"read";q=6000;w=60');
    expect(headers.get('ratelimit')).toBe(`"read";r=${headers.get('ratelimit-remaining')};t=${headers.get('ratelimit-reset')}`);
    expect(Number(headers.get('ratelimit-reset'))).toBeGreaterThan(0);
  }
  expect(left).toEqual([5_999, 5_998, 5_997, 5_996, 5_995]);
  const write = await edge.ask(ECHO, { token: key, method: 'DELETE' });
  expect(write.headers.get('ratelimit-remaining')).toBe('2999');
});

test('refuses the request over the budget with 429 and the time to wait', async () => {
  const { key } = makeKey({ tier: 'free' });
  const limit = RATE_LIMITS.free.stream;
  const statuses: number[] = [];
  for (let count = 0; count < limit; count++)
    statuses.push((await edge.ask('/v1/notifications/stream', { method: 'HEAD', token: key })).status);
  expect(statuses).toEqual(Array(limit).fill(200));
  const response = await edge.ask('/v1/notifications/stream', { token: key });
  expect(response.headers.get('ratelimit-remaining')).toBe('0');
  expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await problemOf(response)).toMatchObject({ status: 429, code: 'GATEWAY_RATE_LIMITED', data: { rate_class: 'stream', limit } });
});

test('holds one budget over all replicas', async () => {
  const { key } = makeKey({ tier: 'free' });
  const limit = RATE_LIMITS.free.stream;
  const statuses = await Promise.all(
    Array.from({ length: limit + 20 }, async (_, index) => {
      const at = index % 2 === 0 ? edge : replica;
      return (await at.ask('/v1/notifications/stream', { method: 'HEAD', token: key })).status;
    }),
  );
  expect(statuses.filter((status) => status === 200)).toHaveLength(limit);
  expect(statuses.filter((status) => status === 429)).toHaveLength(20);
});

test('never lets more through while many come at once, also where permits are counted in advance', async () => {
  const limit = 1_500;
  const { key } = makeKey({ tier: 'pro', limits: { read: limit } });
  const statuses: number[] = [];
  let left = limit + 400;
  const client = async (at: RunningEdge) => {
    while (left-- > 0) statuses.push((await at.ask(ECHO, { token: key })).status);
  };
  await Promise.all(Array.from({ length: 64 }, (_, index) => client(index % 2 === 0 ? edge : replica)));
  const passed = statuses.filter((status) => status === 200).length;
  expect(passed).toBeLessThanOrEqual(limit);
  // What a replica has fetched and not spent is lost to the other.
  expect(passed).toBeGreaterThan(limit - 250);
  expect(statuses.filter((status) => status === 429)).toHaveLength(limit + 400 - passed);
});

test('counts log-ins by address, and believes a trusted proxy about it', async () => {
  const limit = RATE_LIMITS.free.auth;
  for (let count = 0; count < limit; count++) expect((await logIn('203.0.113.7')).status).toBe(200);
  // Who is refused at once would try again at once.
  const askedAt = performance.now();
  expect((await logIn('203.0.113.7')).status).toBe(429);
  expect(performance.now() - askedAt).toBeGreaterThan(200);
  expect((await logIn('203.0.113.8')).status).toBe(200);
});

test('lets everybody through while Redis is away, but nobody guess passwords', async () => {
  const { key } = makeKey({ tier: 'free' });
  redis.cut();
  const open = await edge.ask(ECHO, { token: key });
  expect([open.status, open.headers.get('ratelimit-limit')]).toEqual([200, '6000']);
  const closed = await logIn('203.0.113.9');
  expect([closed.headers.get('retry-after'), closed.headers.get('ratelimit-remaining')]).toEqual(['2', '0']);
  expect(await problemOf(closed)).toMatchObject({ status: 503, code: 'PLATFORM_STORE_UNAVAILABLE' });
  redis.mend();
});
