import { broadcast } from '@smartcontent/bus';
import { LimitsGranted, RATE_LIMITS } from '@smartcontent/contracts';
import { eventually, useStack } from '@smartcontent/testing';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeKey, makeToken, type RunningEdge, startEdge, world } from './edge.js';

const ECHO = '/v1/echoes/0192f0c1-7a00-7000-8000-000000000004';
const stack = useStack({ services: ['gateway'] });
let edge: RunningEdge;
let replica: RunningEdge;
beforeAll(async () => {
  edge = await startEdge(stack);
  replica = await startEdge(stack);
});
afterAll(async () => {
  await edge[Symbol.asyncDispose]();
  await replica[Symbol.asyncDispose]();
});

const limitOf = async (token: string, at = edge) => Number((await at.ask(ECHO, { token })).headers.get('ratelimit-limit'));
const holds = (token: string, limit: number, at = edge) => eventually(async () => expect(await limitOf(token, at)).toBe(limit));

test('what a company is granted holds at once on every gateway, for the sessions that are open too', async () => {
  const companyId = uuidv7();
  const [held, unseen, stranger] = await Promise.all([
    makeToken(stack, { companyId, tier: 'free' }),
    makeToken(stack, { companyId, tier: 'free' }),
    makeToken(stack, { tier: 'free' }),
  ]);
  for (const at of [edge, replica]) expect(await limitOf(held, at)).toBe(RATE_LIMITS.free.read);
  broadcast(stack.nats, LimitsGranted, { company_id: companyId, tier: 'pro', limits: {} });
  for (const at of [edge, replica]) await holds(held, RATE_LIMITS.pro.read, at);
  expect(await limitOf(unseen)).toBe(RATE_LIMITS.pro.read);
  expect(await limitOf(stranger)).toBe(RATE_LIMITS.free.read);
  broadcast(stack.nats, LimitsGranted, { company_id: companyId, tier: 'pro', limits: { read: 7 } });
  await holds(held, 7);
  broadcast(stack.nats, LimitsGranted, { company_id: companyId, tier: 'free', limits: {} });
  await holds(held, RATE_LIMITS.free.read);
});

test('keys of the company are looked up anew, and no others', async () => {
  const companyId = uuidv7();
  const { key, hash } = makeKey({ companyId, tier: 'free' });
  const { key: other } = makeKey({ tier: 'free' });
  for (const token of [key, other]) expect(await limitOf(token)).toBe(RATE_LIMITS.free.read);
  const known = world.keys.get(hash);
  if (known?.state !== 'valid' || known.actor.kind !== 'client') throw new Error('the key is not known');
  world.keys.set(hash, { ...known, actor: { ...known.actor, tier: 'enterprise' } });
  const before = world.lookUps;
  broadcast(stack.nats, LimitsGranted, { company_id: companyId, tier: 'enterprise', limits: {} });
  await holds(key, RATE_LIMITS.enterprise.read);
  expect(await limitOf(other)).toBe(RATE_LIMITS.free.read);
  expect(world.lookUps).toBe(before + 1);
});
