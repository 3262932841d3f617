import { broadcast } from '@smartcontent/bus';
import { SessionsEnded } from '@smartcontent/contracts';
import { eventually, useStack } from '@smartcontent/testing';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeKey, makeToken, problemOf, type RunningEdge, startEdge, world } from './edge.js';
import { SeverableProxy } from './severable-proxy.js';

const ECHO = '/v1/echoes/0192f0c1-7a00-7000-8000-000000000004';
const stack = useStack({ services: ['gateway'] });
let edge: RunningEdge;
beforeAll(async () => {
  edge = await startEdge(stack);
});
afterAll(() => edge[Symbol.asyncDispose]());

const revoked = (gateway: RunningEdge, token: string) =>
  eventually(async () => expect((await problemOf(await gateway.ask(ECHO, { token }))).code).toBe('GATEWAY_CREDENTIAL_REVOKED'));

test('a session that ends takes its access tokens with it at once, and no others', async () => {
  const [ended, other] = [uuidv7(), uuidv7()];
  const tokens = await Promise.all([ended, ended, other].map((sessionId) => makeToken(stack, { sessionId })));
  const [first = '', second = '', third = ''] = tokens;
  const { key } = makeKey();
  for (const token of [first, third, key]) expect((await edge.ask(ECHO, { token })).status).toBe(200);
  const before = world.lookUps;
  broadcast(stack.nats, SessionsEnded, { session_ids: [ended] });
  await revoked(edge, first);
  // It was not held: nobody had shown it before.
  await revoked(edge, second);
  for (const token of [third, key]) expect((await edge.ask(ECHO, { token })).status).toBe(200);
  expect(world.lookUps).toBe(before);
});

test('a gateway that starts later knows what ended before', async () => {
  const sessions = [uuidv7(), uuidv7(), uuidv7()];
  world.endedSessions.push(...sessions);
  await using later = await startEdge(stack);
  for (const sessionId of sessions) await revoked(later, await makeToken(stack, { sessionId }));
  expect((await later.ask(ECHO, { token: await makeToken(stack, { sessionId: uuidv7() }) })).status).toBe(200);
});

test('a gateway that had lost its broker hears of what ended meanwhile as soon as it is back', async () => {
  await using nats = await SeverableProxy.open(stack.natsUrl('test'));
  await using cutOff = await startEdge(stack, { NATS_URL: nats.url });
  const sessionId = uuidv7();
  const token = await makeToken(stack, { sessionId });
  expect((await cutOff.ask(ECHO, { token })).status).toBe(200);
  nats.cut();
  await expect.poll(async () => (await cutOff.ask('/readyz')).status).toBe(503);
  broadcast(stack.nats, SessionsEnded, { session_ids: [sessionId] });
  await stack.nats.flush();
  world.endedSessions.push(sessionId);
  nats.mend();
  await revoked(cutOff, token);
});
