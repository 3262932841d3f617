import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { Agent, get } from 'node:http';
import { text } from 'node:stream/consumers';
import { useStack } from '@smartcontent/testing';
import { expect, test } from 'vitest';
import { makeKey, makeToken, startEdge, world } from './edge.js';

const ECHO = '/v1/echoes/0192f0c1-7a00-7000-8000-000000000004';
const stack = useStack({ services: ['gateway'] });

test('stopping fails readiness first, answers what runs, ends the streams and frees the port', async () => {
  const edge = await startEdge(stack);
  const token = await makeToken(stack);
  const agent = new Agent({ keepAlive: true });
  const headers = { authorization: `Bearer ${token}` };
  const ask = async (path: string): Promise<IncomingMessage> => {
    const [response] = (await once(get(`${edge.url}${path}`, { agent, headers }), 'response')) as [IncomingMessage];
    return response;
  };
  expect((await ask('/readyz').then((response) => response.resume())).statusCode).toBe(200);
  const stream = await ask('/v1/notifications/stream');
  const streamed = text(stream);
  const gate = Promise.withResolvers<void>();
  world.gate = gate.promise;
  const slow = edge.ask(ECHO, { method: 'DELETE', token: makeKey().key });
  await expect.poll(() => world.waiting).toBe(1);

  const stopped = edge[Symbol.asyncDispose]();
  expect(await streamed).toContain('retry: ');
  const health = await fetch(`${edge.gateway.healthUrl}/readyz`);
  expect([health.status, ((await health.json()) as { status: string }).status]).toEqual([503, 'stopping']);
  gate.resolve();
  expect((await slow).status).toBe(204);
  await stopped;
  await expect(fetch(`${edge.url}/livez`)).rejects.toThrow();
  agent.destroy();
});

test('a client that leaves in the middle of its request does no harm', async () => {
  const edge = await startEdge(stack);
  const { key } = makeKey();
  const gate = Promise.withResolvers<void>();
  world.gate = gate.promise;
  const abort = new AbortController();
  const left = edge.ask(ECHO, { method: 'DELETE', token: key, signal: abort.signal });
  await expect.poll(() => world.waiting).toBe(1);
  abort.abort();
  await expect(left).rejects.toThrow();
  gate.resolve();
  expect((await edge.ask(ECHO, { token: key })).status).toBe(200);
  await edge[Symbol.asyncDispose]();
});

test('an answer that does not come in time is 504', async () => {
  const edge = await startEdge(stack, { REQUEST_DEADLINE_MS: '200' });
  const gate = Promise.withResolvers<void>();
  world.gate = gate.promise;
  const response = await edge.ask(ECHO, { method: 'DELETE', token: makeKey().key });
  expect([response.status, await response.text()]).toEqual([504, expect.stringContaining('PLATFORM_DEADLINE_EXCEEDED')]);
  gate.resolve();
  await edge[Symbol.asyncDispose]();
});
