import { EVENTS, REQUESTS } from '@smartcontent/contracts';
import { useStack } from '@smartcontent/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningGateway, readConfig, start } from '../src/app.js';

const stack = useStack({ services: ['gateway'] });
let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await start(readConfig({ ...stack.env('gateway'), PUBLIC_URL: 'https://api.acme.example' }));
});
afterAll(() => gateway[Symbol.asyncDispose]());

const get = (path: string) => fetch(`${gateway.url}${path}`);

test('every face of the contracts is mounted: none is unknown, and each asks who comes', async () => {
  const faces = REQUESTS.flatMap(({ http, input }) => (http ? [{ ...http, input }] : []));
  expect(faces.length).toBeGreaterThan(20);
  for (const { method, path, audience, input } of faces) {
    const url = `${gateway.url}${path.replaceAll(/\{\w+\}/g, '0192f0c1-7a00-7000-8000-000000000004')}`;
    const { status } = await fetch(url, { method });
    // Open to everybody and content with nothing, it is handed on to a service that is away.
    const whenOpen = input.safeParse({}).success ? 503 : 422;
    expect([method, path, status]).toEqual([method, path, audience === 'everybody' ? whenOpen : 401]);
  }
});

test('the OpenAPI document names them all', async () => {
  const response = await get('/openapi.json');
  const document = (await response.json()) as { openapi: string; servers: unknown; paths: Record<string, Record<string, unknown>> };
  expect([document.openapi, document.servers]).toEqual(['3.1.0', [{ url: 'https://api.acme.example' }]]);
  const named = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(named.sort()).toEqual(REQUESTS.flatMap(({ http }) => (http ? [`${http.method} ${http.path}`] : [])).sort());
});

test('the AsyncAPI document names every event and request', async () => {
  const document = (await (await get('/asyncapi.json')).json()) as { asyncapi: string; channels: Record<string, unknown> };
  expect(document.asyncapi).toBe('3.0.0');
  expect(Object.keys(document.channels)).toEqual(expect.arrayContaining([...REQUESTS, ...EVENTS].map(({ subject }) => subject)));
});

test('the pages need nothing from elsewhere and nothing inline', async () => {
  const page = await get('/docs');
  const html = await page.text();
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(page.headers.get('content-security-policy')).toContain("script-src 'self';");
  expect(page.headers.get('content-security-policy')).not.toContain('unsafe');
  expect(html).not.toMatch(/<script>|<style|style=|\son\w+=/);
  const links = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1] as string);
  expect(links).toHaveLength(4);
  for (const link of links) {
    const asset = await get(link);
    expect([link, asset.status, (await asset.arrayBuffer()).byteLength > 100]).toEqual([link, 200, true]);
  }
  expect((await get('/docs/')).status).toBe(200);
  expect((await get('/docs/../package.json')).status).toBe(404);
  expect((await get('/docs/%2e%2e/package.json')).status).toBe(404);
});

test('the root says where to go, and the probes answer', async () => {
  expect(await (await get('/')).json()).toMatchObject({
    name: 'SmartContent',
    docs: '/docs',
    openapi: '/openapi.json',
    asyncapi: '/asyncapi.json',
  });
  expect([(await get('/livez')).status, (await get('/readyz')).status]).toEqual([200, 200]);
  const metrics = await (await fetch(`${gateway.healthUrl}/metrics`)).text();
  expect(metrics).toMatch(/http_request_duration_seconds_count\{method="GET",route="\/",status="200"\} \d+/);
});
