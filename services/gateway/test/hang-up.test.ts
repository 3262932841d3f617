import { useStack } from '@smartcontent/testing';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { makeKey, problemOf, type RunningEdge, startEdge, world } from './edge.js';

const ECHO = '/v1/echoes/0192f0c1-7a00-7000-8000-000000000004';
const stack = useStack({ services: ['gateway'] });
const { key } = makeKey();
const slowPost = {
  method: 'POST',
  token: key,
  body: '{"note":"a","fail":"slow"}',
  headers: { 'content-type': 'application/json' },
};
let edge: RunningEdge;
let gate: PromiseWithResolvers<void>;

beforeAll(async () => {
  edge = await startEdge(stack, { REQUEST_DEADLINE_MS: '2000' });
});
afterAll(() => edge[Symbol.asyncDispose]());
beforeEach(() => {
  gate = Promise.withResolvers<void>();
  world.gate = gate.promise;
  world.signals = [];
});
afterEach(() => gate.resolve());

const whenServed = () => expect.poll(() => world.signals.length).toBe(1);

test('a client that hangs up takes its request back from the service that works on it', async () => {
  const client = new AbortController();
  const left = edge.ask(ECHO, { ...slowPost, signal: client.signal });
  await whenServed();
  client.abort();
  await expect(left).rejects.toThrow();
  await expect.poll(() => world.signals[0]?.aborted).toBe(true);
  expect(world.signals[0]?.reason).toMatchObject({ code: 'PLATFORM_DEADLINE_EXCEEDED', message: 'The caller no longer waits' });
});

test('a client that sent its body and waits is waited for', async () => {
  const waiting = edge.ask(ECHO, slowPost);
  await whenServed();
  expect((await edge.ask(ECHO, { token: key })).status).toBe(200);
  expect(world.signals[0]?.aborted).toBe(false);
  gate.resolve();
  expect((await waiting).status).toBe(201);
  expect(world.signals[0]?.aborted).toBe(false);
});

test('the deadline of the edge ends the work too', async () => {
  const response = await edge.ask(ECHO, slowPost);
  expect(response.status).toBe(504);
  expect(response.headers.get('retry-after')).toBeNull();
  await expect.poll(() => world.signals[0]?.aborted).toBe(true);
});

test('after the deadline only what does no harm twice is said to be worth another try', async () => {
  const guarded = { ...slowPost, headers: { ...slowPost.headers, 'idempotency-key': 'k-1' } };
  const asked = [slowPost, guarded, { method: 'DELETE', token: key }].map(async (init) => {
    const { status, is_retryable } = await problemOf(await edge.ask(ECHO, init));
    return [status, is_retryable];
  });
  expect(await Promise.all(asked)).toEqual([
    [504, false],
    [504, true],
    [504, true],
  ]);
});
