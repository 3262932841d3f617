import { broadcast } from '@smartcontent/bus';
import { CredentialChanged, SessionsEnded } from '@smartcontent/contracts';
import { useStack } from '@smartcontent/testing';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeKey, makeToken, problemOf, type RunningEdge, startEdge, world } from './edge.js';

const stack = useStack({ services: ['gateway'] });
let edge: RunningEdge;
beforeAll(async () => {
  edge = await startEdge(stack);
});
afterAll(() => edge[Symbol.asyncDispose]());

const companyId = uuidv7();
const ask = async (query: string, init: Parameters<RunningEdge['ask']>[1] = {}) =>
  edge.ask(`/v1/echoes/download?${query}`, { token: await makeToken(stack, { companyId }), ...init });
const linesOf = (text: string) =>
  text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as { line: number; actor: object });

test('gives the pages of the owner as one answer, a line per item, each page asked for in the name of the caller', async () => {
  const response = await ask('lines=5');
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
  expect(response.headers.get('content-disposition')).toBe('attachment; filename="echo.ndjson"');
  const lines = linesOf(await response.text());
  expect(lines.map(({ line }) => line)).toEqual([0, 1, 2, 3, 4]);
  for (const { actor } of lines) expect(actor).toMatchObject({ kind: 'user', company_id: companyId });
});

test('gives nothing where there is nothing, and to HEAD no body', async () => {
  expect(await (await ask('lines=0')).text()).toBe('');
  const head = await ask('lines=3', { method: 'HEAD' });
  expect([head.status, await head.text()]).toEqual([200, '']);
});

test('refuses as any other route does where the first page is refused', async () => {
  expect(await problemOf(await ask('lines=3&fails_at=0'))).toMatchObject({ status: 404, code: 'CONTENT_NOT_FOUND' });
  expect(await problemOf(await ask('lines=many'))).toMatchObject({ status: 422, code: 'PLATFORM_INPUT_INVALID' });
});

test('breaks off, and so that it shows, where a later page is refused', async () => {
  const response = await ask('lines=5&fails_at=2');
  expect(response.status).toBe(200);
  await expect(response.text()).rejects.toThrow();
});

test('breaks off where the key is revoked or the session ends meanwhile', async () => {
  const { key, hash } = makeKey();
  const sessionId = uuidv7();
  const revoke = () => {
    world.keys.set(hash, { state: 'revoked' });
    broadcast(stack.nats, CredentialChanged, { key_hash: hash });
  };
  const end = () => broadcast(stack.nats, SessionsEnded, { session_ids: [sessionId] });
  for (const [token, stop] of [
    [key, revoke],
    [await makeToken(stack, { sessionId }), end],
  ] as const) {
    world.atPage = (from) => {
      if (from === 10) stop();
    };
    const response = await ask('lines=1000', { token });
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
  }
});
