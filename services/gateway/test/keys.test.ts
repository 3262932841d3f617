import { newApiKey, REFRESH_TOKEN } from '@smartcontent/contracts';
import { useStack } from '@smartcontent/testing';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeKey, problemOf, type RunningEdge, startEdge, world } from './edge.js';

const ECHO = '/v1/echoes/0192f0c1-7a00-7000-8000-000000000004';
const PAGE = 'https://www.acme.example';
const stack = useStack({ services: ['gateway'] });
let edge: RunningEdge;
let replica: RunningEdge;
beforeAll(async () => {
  edge = await startEdge(stack, { TRUSTED_PROXIES: '127.0.0.1' });
  replica = await startEdge(stack, { TRUSTED_PROXIES: '127.0.0.1' });
});
afterAll(async () => {
  await edge[Symbol.asyncDispose]();
  await replica[Symbol.asyncDispose]();
});

const sendEvent = (key: string, origin?: string): Promise<Response> => {
  const headers = { 'content-type': 'application/json', ...(origin && { origin }) };
  return edge.ask('/v1/events', { method: 'POST', token: key, body: '{"event_type":"view"}', headers });
};

describe('a publishable key', () => {
  const publishable = (origins?: string[]): string => makeKey({ kind: 'publishable', scopes: ['events:write'], origins }).key;

  test('sends events from any page, which may read the answer', async () => {
    const answer = await sendEvent(publishable(), PAGE);
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([202, '*']);
    expect((await sendEvent(publishable())).status).toBe(202);
  });

  test('bound to pages works in these only, and the others may read why not', async () => {
    const key = publishable([PAGE, 'http://localhost:5173']);
    expect((await sendEvent(key, PAGE)).status).toBe(202);
    for (const origin of ['https://evil.example', `${PAGE}.evil.example`, 'null', undefined]) {
      const answer = await sendEvent(key, origin);
      expect(answer.headers.get('access-control-allow-origin')).toBe(origin ? '*' : null);
      expect(await problemOf(answer)).toMatchObject({ status: 403, code: 'GATEWAY_ORIGIN_REFUSED', data: { origin: origin ?? null } });
    }
  });

  test('does nothing else, whatever scopes identity says it has, and whatever kind', async () => {
    const { key, hash } = makeKey({ kind: 'publishable' });
    const known = world.keys.get(hash);
    if (known?.state === 'valid') world.keys.set(hash, { ...known, kind: 'secret' });
    const reading = await edge.ask(ECHO, { token: key });
    expect(await problemOf(reading)).toMatchObject({ status: 403, code: 'GATEWAY_PUBLISHABLE_KEY_REFUSED' });
    const stream = await edge.ask('/v1/notifications/stream', { token: key });
    expect((await problemOf(stream)).code).toBe('GATEWAY_PUBLISHABLE_KEY_REFUSED');
  });

  test('is asked for before it is shown, as browsers do', async () => {
    const headers = {
      origin: PAGE,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type',
    };
    const preflight = await edge.ask('/v1/events', { method: 'OPTIONS', headers });
    expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([204, '*']);
    expect(preflight.headers.get('access-control-allow-headers')).toContain('authorization');
  });
});

describe('a key with limits of its own', () => {
  test('counts on itself over all replicas, and leaves the other keys of its client alone', async () => {
    const clientId = uuidv7();
    const [limited, other] = [makeKey({ clientId, limits: { read: 5 } }), makeKey({ clientId })];
    const statuses = await Promise.all(
      Array.from({ length: 12 }, async (_, index) => (await (index % 2 ? edge : replica).ask(ECHO, { token: limited.key })).status),
    );
    expect(statuses.filter((status) => status === 200)).toHaveLength(5);
    expect(statuses.filter((status) => status === 429)).toHaveLength(7);
    const refused = await edge.ask(ECHO, { token: limited.key });
    expect(refused.headers.get('ratelimit-policy')).toBe('"read";q=5;w=60');
    expect((await edge.ask(ECHO, { token: other.key })).status).toBe(200);
  });

  test('has the other rates of its company', async () => {
    const { key } = makeKey({ limits: { read: 5 }, tier: 'free' });
    const answer = await edge.ask(ECHO, { method: 'DELETE', token: key });
    expect([answer.status, answer.headers.get('ratelimit-limit')]).toEqual([204, '3000']);
  });
});

describe('an address that tries out keys', () => {
  const from = (address: string, key = newApiKey()): Promise<Response> =>
    edge.ask(ECHO, { token: key, headers: { 'x-forwarded-for': address } });

  test('is refused before the look-up from the thirtieth unknown key on; keys that are held go on', async () => {
    const held = makeKey();
    expect((await from('203.0.113.20', held.key)).status).toBe(200);
    for (let count = 0; count < 30; count++) expect((await from('203.0.113.20')).status).toBe(401);
    const before = world.lookUps;
    const answer = await from('203.0.113.20');
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await problemOf(answer)).toMatchObject({ status: 429, code: 'GATEWAY_RATE_LIMITED', data: { rate_class: 'auth', limit: 30 } });
    expect((await from('203.0.113.20', makeKey().key)).status).toBe(429);
    expect(world.lookUps).toBe(before);
    expect((await from('203.0.113.20', held.key)).status).toBe(200);
    expect((await from('203.0.113.21')).status).toBe(401);
  });

  test('with IPv6 is its whole network', async () => {
    for (let count = 0; count < 30; count++) expect((await from(`2001:db8:1:2::${count + 1}`)).status).toBe(401);
    expect((await from('2001:db8:1:2:ffff::1')).status).toBe(429);
    expect((await from('2001:db8:1:3::1')).status).toBe(401);
  });

  test('may show one dead key for ever: it is looked up once a minute', async () => {
    const key = newApiKey();
    for (let count = 0; count < 40; count++) expect((await from('203.0.113.22', key)).status).toBe(401);
  });
});

test('what is no key, or a refresh token, opens nothing and is not looked up', async () => {
  const before = world.lookUps;
  for (const token of [REFRESH_TOKEN.create(), newApiKey('publishable').replace('sc_pub_', 'sc_live_'), 'sc_pub_', 'sc_']) {
    expect((await problemOf(await edge.ask(ECHO, { token }))).code).toBe('GATEWAY_CREDENTIAL_INVALID');
  }
  expect(world.lookUps).toBe(before);
});
