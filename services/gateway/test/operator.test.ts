import { RATE_LIMITS } from '@smartcontent/contracts';
import { useStack } from '@smartcontent/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../src/app.js';
import { makeKey, makeToken, problemOf, type RunningEdge, startEdge } from './edge.js';

const KEY = `sc_operator_${'aB3-_'.repeat(7)}`;
const ECHO = '/v1/operator/content/echoes/0192f0c1-7a00-7000-8000-000000000004';
const stack = useStack({ services: ['gateway'] });
let edge: RunningEdge;
let withoutKey: RunningEdge;
beforeAll(async () => {
  edge = await startEdge(stack, { OPERATOR_KEY: KEY, TRUSTED_PROXIES: '127.0.0.1' });
  withoutKey = await startEdge(stack, { TRUSTED_PROXIES: '127.0.0.1' });
});
afterAll(async () => {
  await edge[Symbol.asyncDispose]();
  await withoutKey[Symbol.asyncDispose]();
});

let addresses = 0;
/** Each from an address of its own: wrong keys are counted. */
async function operate(authorization: string | undefined, at = edge, from = `203.0.113.${++addresses}`): Promise<Response> {
  return at.ask(ECHO, { method: 'POST', headers: { 'x-forwarded-for': from, ...(authorization && { authorization }) } });
}

describe('the routes of the operator', () => {
  test('let the operator in, who belongs to no company', async () => {
    const response = await operate(`Bearer ${KEY}`);
    expect([response.status, response.headers.get('ratelimit-limit')]).toEqual([200, String(RATE_LIMITS.enterprise.write)]);
    expect(await response.json()).toMatchObject({ actor: { kind: 'operator', company_id: null }, idempotency: null });
  });

  test.each<[string, string | undefined, string]>([
    ['nobody', undefined, 'GATEWAY_CREDENTIAL_MISSING'],
    ['a key that is cut short', `Bearer ${KEY.slice(0, -1)}`, 'GATEWAY_CREDENTIAL_INVALID'],
    ['a key with something behind it', `Bearer ${KEY}a`, 'GATEWAY_CREDENTIAL_INVALID'],
    ['a key in other letters', `Bearer ${KEY.toUpperCase().replace('SC_OPERATOR_', 'sc_operator_')}`, 'GATEWAY_CREDENTIAL_INVALID'],
    ['only the beginning of a key', 'Bearer sc_operator_', 'GATEWAY_CREDENTIAL_INVALID'],
    ['the key under another scheme', `Basic ${KEY}`, 'GATEWAY_CREDENTIAL_INVALID'],
    ['two keys', `Bearer ${KEY}, Bearer ${KEY}`, 'GATEWAY_CREDENTIAL_INVALID'],
  ])('keep %s out', async (_, authorization, code) => {
    const response = await operate(authorization);
    expect(response.headers.get('www-authenticate')).toContain('Bearer realm="smartcontent"');
    expect(await problemOf(response)).toMatchObject({ status: 401, code });
  });

  test('keep out who holds everything that a company can give', async () => {
    for (const token of [makeKey().key, await makeToken(stack)]) {
      const response = await operate(`Bearer ${token}`);
      expect(response.headers.get('www-authenticate')).toContain('insufficient_scope');
      expect(await problemOf(response)).toMatchObject({ status: 403, code: 'PLATFORM_SCOPE_MISSING', data: { scope: 'operator' } });
    }
  });

  test('are closed on a gateway that was given no key', async () => {
    for (const key of [KEY, 'sc_operator_', `sc_operator_${'0'.repeat(64)}`]) {
      expect(await problemOf(await operate(`Bearer ${key}`, withoutKey))).toMatchObject({
        status: 401,
        code: 'GATEWAY_CREDENTIAL_INVALID',
      });
    }
  });

  test('count wrong keys by address as log-ins, and still know the right one', async () => {
    const statuses: number[] = [];
    for (let count = 0; count <= RATE_LIMITS.free.auth; count++)
      statuses.push((await operate('Bearer sc_operator_guess', edge, '198.51.100.7')).status);
    expect(statuses).toEqual([...Array(RATE_LIMITS.free.auth).fill(401), 429]);
    expect((await operate('Bearer sc_operator_guess', edge, '198.51.100.8')).status).toBe(401);
    expect((await operate(`Bearer ${KEY}`, edge, '198.51.100.7')).status).toBe(200);
  });
});

describe('the operator', () => {
  test.each([
    ['GET', '/v1/echoes/0192f0c1-7a00-7000-8000-000000000004'],
    ['POST', '/v1/echoes/0192f0c1-7a00-7000-8000-000000000004'],
    ['POST', '/v1/events'],
    ['GET', '/v1/notifications/stream'],
  ])('may not %s %s, which is a company’s', async (method, path) => {
    const body = method === 'POST' ? { body: '[]', headers: { 'content-type': 'application/json' } } : {};
    const response = await edge.ask(path, { method, token: KEY, ...body });
    expect(await problemOf(response)).toMatchObject({ status: 403, code: 'PLATFORM_SCOPE_MISSING' });
  });
});

test.each(['operator', 'sc_operator_short', `sc_live_${'a'.repeat(40)}`, `sc_operator_${'a'.repeat(20)} ${'b'.repeat(20)}`])(
  'a gateway does not start with the key %s, and does not say it',
  (key) => {
    expect(() => readConfig({ ...stack.env('gateway'), OPERATOR_KEY: key })).toThrow(/OPERATOR_KEY must be sc_operator_ and/);
    expect(() => readConfig({ ...stack.env('gateway'), OPERATOR_KEY: key })).not.toThrow(new RegExp(`${key}$|${key};`));
  },
);
