import { broadcast } from '@smartcontent/bus';
import { CredentialChanged, hashApiKey, newApiKey } from '@smartcontent/contracts';
import { eventually, useStack } from '@smartcontent/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeKey, makeToken, problemOf, type RunningEdge, startEdge, world } from './edge.js';

const ECHO = '/v1/echoes/0192f0c1-7a00-7000-8000-000000000004';
const stack = useStack({ services: ['gateway'] });
let edge: RunningEdge;
beforeAll(async () => {
  edge = await startEdge(stack);
});
afterAll(() => edge[Symbol.asyncDispose]());

async function refusal(token?: string, path = ECHO): Promise<[status: number, code: string, challenge: string | null]> {
  const response = await edge.ask(path, { ...(token && { token }) });
  const { status, code } = await problemOf(response);
  return [status, code, response.headers.get('www-authenticate')];
}
const invalid = [
  401,
  'GATEWAY_CREDENTIAL_INVALID',
  'Bearer realm="smartcontent", error="invalid_token", error_description="The credential is not known"',
];

describe('an API key', () => {
  test('lets its client in, and identity is asked once however many requests come together', async () => {
    const { key } = makeKey();
    const before = world.lookUps;
    const answers = await Promise.all(Array.from({ length: 20 }, () => edge.ask(ECHO, { token: key })));
    expect(answers.map((answer) => answer.status)).toEqual(Array(20).fill(200));
    expect(world.lookUps - before).toBe(1);
  });

  test('is refused when it is missing, unknown, expired or revoked, each with its own code', async () => {
    const expired = makeKey();
    world.keys.set(expired.hash, { state: 'expired' });
    const revoked = makeKey();
    world.keys.set(revoked.hash, { state: 'revoked' });
    expect(await refusal()).toEqual([401, 'GATEWAY_CREDENTIAL_MISSING', 'Bearer realm="smartcontent"']);
    expect(await refusal(newApiKey())).toEqual(invalid);
    expect(await refusal(expired.key)).toEqual([401, 'GATEWAY_CREDENTIAL_EXPIRED', expect.stringContaining('invalid_token')]);
    expect(await refusal(revoked.key)).toEqual([401, 'GATEWAY_CREDENTIAL_REVOKED', expect.stringContaining('invalid_token')]);
  });

  test('that is cut short, misspelt or no key at all is refused without asking identity', async () => {
    const { key } = makeKey();
    const before = world.lookUps;
    const misspelt = key.replace(/.$/, (last) => (last === 'a' ? 'b' : 'a'));
    for (const bad of [key.slice(0, -1), key.slice(0, 12), misspelt, 'sc_live_', 'a.b.c', 'x'.repeat(5_000)]) {
      expect(await refusal(bad)).toEqual(invalid);
    }
    const response = await edge.ask(ECHO, { headers: { authorization: 'Basic YTpi' } });
    expect((await problemOf(response)).code).toBe('GATEWAY_CREDENTIAL_INVALID');
    expect(world.lookUps).toBe(before);
  });

  test('stops at its instant of expiry although it is held', async () => {
    const expiresAt = Date.now() + 1_500;
    const { key } = makeKey({}, new Date(expiresAt).toISOString());
    expect((await edge.ask(ECHO, { token: key })).status).toBe(200);
    await eventually(async () => expect((await refusal(key))[1]).toBe('GATEWAY_CREDENTIAL_EXPIRED'), { timeoutMs: 4_000 });
    expect(Date.now()).toBeGreaterThanOrEqual(expiresAt);
  });

  test('that is revoked stops at once, and other keys stay held', async () => {
    const [revoked, other] = [makeKey(), makeKey()];
    for (const { key } of [revoked, other]) expect((await edge.ask(ECHO, { token: key })).status).toBe(200);
    world.keys.set(revoked.hash, { state: 'revoked' });
    expect((await edge.ask(ECHO, { token: revoked.key })).status).toBe(200);
    const before = world.lookUps;
    broadcast(stack.nats, CredentialChanged, { key_hash: revoked.hash });
    await stack.nats.flush();
    await eventually(async () => expect((await refusal(revoked.key))[1]).toBe('GATEWAY_CREDENTIAL_REVOKED'), { timeoutMs: 500 });
    expect((await edge.ask(ECHO, { token: other.key })).status).toBe(200);
    expect(world.lookUps - before).toBe(1);
  });

  test('acts for its own company only, whatever the request says', async () => {
    const [mine, other] = [makeKey(), makeKey()];
    const headers = { 'sc-actor': 'x', 'x-company-id': other.actor.company_id as string };
    const answer = await (await edge.ask(ECHO, { token: mine.key, headers })).json();
    expect(answer).toMatchObject({ actor: { company_id: mine.actor.company_id } });
  });

  test('is not held in clear by identity: the look-up carries its hash', () => {
    const { key, hash } = makeKey();
    expect([hashApiKey(key), hash.includes(key)]).toEqual([hash, false]);
  });
});

describe('an access token', () => {
  test('lets its user in without asking identity', async () => {
    const before = world.lookUps;
    const answer = await edge.ask(ECHO, { token: await makeToken(stack) });
    expect([answer.status, world.lookUps - before]).toEqual([200, 0]);
    expect(await answer.json()).toMatchObject({ actor: { kind: 'user', role: 'admin' } });
  });

  test('is refused when it has expired, is forged, altered, or something else that identity signed', async () => {
    const good = await makeToken(stack);
    const [head, payload, signature] = good.split('.') as [string, string, string];
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
    const altered = Buffer.from(JSON.stringify({ ...claims, tier: 'free' })).toString('base64url');
    expect((await refusal(await makeToken(stack, {}, { lifetimeSeconds: -1 })))[1]).toBe('GATEWAY_CREDENTIAL_EXPIRED');
    expect(await refusal(await makeToken(stack, {}, { signer: 'content' }))).toEqual(invalid);
    expect(await refusal(await makeToken(stack, {}, { type: 'JWT' }))).toEqual(invalid);
    expect(await refusal(`${head}.${altered}.${signature}`)).toEqual(invalid);
    expect(await refusal(`${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`)).toEqual(invalid);
    const actorToken = await stack.actorTokens('gateway').mint(makeKey().actor);
    expect(await refusal(actorToken)).toEqual(invalid);
  });
});

test('a missing scope is 403 and says which', async () => {
  const { key } = makeKey({ scopes: ['content:write'] });
  const response = await edge.ask(ECHO, { token: key });
  expect(response.headers.get('www-authenticate')).toBe('Bearer realm="smartcontent", error="insufficient_scope", scope="content:read"');
  expect(await problemOf(response)).toMatchObject({ status: 403, code: 'PLATFORM_SCOPE_MISSING', data: { scope: 'content:read' } });
});
