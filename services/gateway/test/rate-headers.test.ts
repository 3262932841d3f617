import { RATE_CLASSES } from '@smartcontent/contracts';
import { useStack } from '@smartcontent/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeKey, type RunningEdge, startEdge, world } from './edge.js';

const OPERATOR_KEY = `sc_operator_${'aB3-_'.repeat(7)}`;
const ID = '0192f0c1-7a00-7000-8000-000000000004';
const ECHO = `/v1/echoes/${ID}`;
const stack = useStack({ services: ['gateway'] });
const { key } = makeKey();
const { key: reader } = makeKey({ scopes: ['content:read'] });
const { key: poor } = makeKey({ limits: { read: 0 } });
let edge: RunningEdge;
beforeAll(async () => {
  edge = await startEdge(stack, { REQUEST_DEADLINE_MS: '400', HEARTBEAT_SECONDS: '0.1', OPERATOR_KEY });
});
afterAll(() => edge[Symbol.asyncDispose]());

const json = { 'content-type': 'application/json' };
const post = (body: string, headers: object = json) => ({ method: 'POST', body, headers: { ...headers }, token: key });
const event = JSON.stringify([{ event_type: 'page_view' }]);

/** What is sent, and the status that comes back. */
const REQUESTS: Readonly<Record<string, [string, Parameters<RunningEdge['ask']>[1], number]>> = {
  'an answer': [ECHO, { token: key }, 200],
  'a head alone': [ECHO, { token: key, method: 'HEAD' }, 200],
  'what was made': [ECHO, post('{"note":"a"}'), 201],
  'no content': [ECHO, { token: key, method: 'DELETE' }, 204],
  'an answer to nobody': ['/v1/open', { method: 'POST', body: '{"note":"a"}', headers: json }, 200],
  'an answer to the operator': [`/v1/operator/content/echoes/${ID}`, { method: 'POST', token: OPERATOR_KEY }, 200],
  'events that were taken': ['/v1/events', post(event), 202],
  'a download': ['/v1/echoes/download?lines=5', { token: key }, 200],
  'a refused download': ['/v1/echoes/download?lines=5&fails_at=0', { token: key }, 404],
  'the documentation': ['/openapi.json', {}, 200],
  'a probe': ['/livez', {}, 200],
  'a body that is no JSON': [ECHO, post('{'), 400],
  'a URL that cannot be read': ['/v1/%zz', {}, 400],
  'no credential': [ECHO, {}, 401],
  'a wrong credential': [ECHO, { token: 'sc_live_wrong' }, 401],
  'a scope that is not held': [ECHO, { ...post('{"note":"a"}'), token: reader }, 403],
  'no such route': ['/v1/nothing', { token: key }, 404],
  'another method': [ECHO, { token: key, method: 'PUT' }, 405],
  'a refusal of the owner': [ECHO, post('{"note":"a","fail":"stale"}'), 409],
  'a body that is too large': [ECHO, post(JSON.stringify({ note: 'x'.repeat(1_048_576) })), 413],
  'another kind of body': [ECHO, post('<a/>', { 'content-type': 'text/xml' }), 415],
  'an input that does not fit': [`${ECHO}?limit=101`, { token: key }, 422],
  'a budget that is spent': [ECHO, { token: poor }, 429],
  'a defect': [ECHO, post('{"note":"a","fail":"bug"}'), 500],
  'an owner that is away': ['/v1/lost', { token: key }, 503],
  'an owner that is late': [ECHO, post('{"note":"a","fail":"slow"}'), 504],
};

function assertTold({ headers }: Response): void {
  const limit = Number(headers.get('ratelimit-limit'));
  const remaining = Number(headers.get('ratelimit-remaining'));
  const reset = Number(headers.get('ratelimit-reset'));
  const [, name] = /^"([a-z]+)";q=\d+;w=60$/.exec(headers.get('ratelimit-policy') ?? '') ?? [];
  expect(RATE_CLASSES).toContain(name);
  expect(headers.get('ratelimit-policy')).toBe(`"${name}";q=${limit};w=60`);
  expect(headers.get('ratelimit')).toBe(`"${name}";r=${remaining};t=${reset}`);
  expect(remaining).toBeLessThanOrEqual(limit);
  expect(reset).toBeGreaterThan(0);
  expect(reset).toBeLessThanOrEqual(60);
}

describe('what is left of the budget is told with', () => {
  test.each(Object.entries(REQUESTS))('%s', async (_, [path, init, status]) => {
    let release = () => {};
    world.gate = init?.body?.toString().includes('slow')
      ? new Promise<void>((resolve) => {
          release = resolve;
        })
      : Promise.resolve();
    const response = await edge.ask(path, init);
    release();
    expect([response.status, await response.text().then(() => 'read')]).toEqual([status, 'read']);
    assertTold(response);
  });

  test('a stream, before its first event', async () => {
    const leaving = new AbortController();
    const response = await edge.ask('/v1/notifications/stream', { token: key, signal: leaving.signal });
    expect(response.status).toBe(200);
    assertTold(response);
    leaving.abort();
  });
});
