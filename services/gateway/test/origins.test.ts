import { useStack } from '@smartcontent/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../src/app.js';
import { makeKey, type RunningEdge, startEdge } from './edge.js';

const ECHO = '/v1/echoes/0192f0c1-7a00-7000-8000-000000000004';
const APP = 'https://app.example';
const stack = useStack({ services: ['gateway'] });
const { key } = makeKey();
let edge: RunningEdge;
beforeAll(async () => {
  edge = await startEdge(stack, { CORS_ORIGINS: `${APP}, http://localhost:3000`, PUBLIC_URL: 'https://api.example' });
});
afterAll(() => edge[Symbol.asyncDispose]());

const preflight = (path: string, origin: string, method = 'POST') =>
  edge.ask(path, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': method } });
const allowedOrigin = (response: Response) => response.headers.get('access-control-allow-origin');

describe('a page of another site', () => {
  test('that is named may call and read the answer with its budget, refusals too', async () => {
    for (const token of [key, undefined]) {
      const response = await edge.ask(ECHO, { headers: { origin: APP }, ...(token && { token }) });
      expect([allowedOrigin(response), response.headers.get('vary')]).toEqual([APP, 'origin']);
      expect(response.headers.get('access-control-expose-headers')).toContain('ratelimit-remaining');
      expect(response.headers.has('access-control-allow-credentials')).toBe(false);
    }
  });

  test('is told before it calls what it may do, at no cost', async () => {
    const response = await preflight(ECHO, 'http://localhost:3000');
    expect([response.status, await response.text(), allowedOrigin(response)]).toEqual([204, '', 'http://localhost:3000']);
    expect(response.headers.get('access-control-allow-methods')?.split(', ').sort()).toEqual(['DELETE', 'GET', 'HEAD', 'POST']);
    expect(response.headers.get('access-control-allow-headers')).toContain('authorization');
    expect(response.headers.has('ratelimit-limit')).toBe(false);
  });

  test.each(['https://evil.example', `${APP}.evil.example`, 'https://APP.example.', 'null', `${APP}/`])(
    'that is not named gets no leave: %s',
    async (origin) => {
      expect(allowedOrigin(await edge.ask(ECHO, { token: key, headers: { origin } }))).toBeNull();
      const asked = await preflight(ECHO, origin);
      expect([asked.status, allowedOrigin(asked)]).toEqual([405, null]);
    },
  );

  test('may send events from wherever it is, since its key stands in the page', async () => {
    const asked = await preflight('/v1/events', 'https://shop.example');
    expect([asked.status, allowedOrigin(asked)]).toEqual([204, '*']);
    const sent = await edge.ask('/v1/events', { method: 'POST', headers: { origin: 'https://shop.example' }, body: '{}' });
    expect([sent.status, allowedOrigin(sent)]).toEqual([401, '*']);
  });

  test('that asks for what is not there is told so', async () => {
    expect((await preflight('/v1/nowhere', APP)).status).toBe(404);
    expect((await edge.ask(ECHO, { method: 'OPTIONS', headers: { origin: APP } })).status).toBe(405);
  });
});

test('behind https browsers are told to stay with it, whatever the answer is', async () => {
  for (const path of [ECHO, '/nowhere', '/v1/%zz', '/docs', '/livez']) {
    expect((await edge.ask(path)).headers.get('strict-transport-security')).toBe('max-age=31536000');
  }
});

test('nobody is named and nothing is said of https unless the operator says so', () => {
  const env = stack.env('gateway');
  expect(readConfig(env)).toMatchObject({ corsOrigins: [], publicUrl: null });
  expect(readConfig({ ...env, CORS_ORIGINS: '*' }).corsOrigins).toEqual(['*']);
  for (const wrong of ['app.example', 'https://app.example/', 'https://App.example', 'null', 'https://a.example https://b.example']) {
    expect(() => readConfig({ ...env, CORS_ORIGINS: wrong })).toThrow('CORS_ORIGINS must be origins');
  }
});
