import { GetAccount, LogIn } from '@smartcontent/contracts';
import type { RunningService } from '@smartcontent/service';
import { expect, test } from 'vitest';
import { readConfig, start } from '../src/app.js';
import { PASSWORD, useIdentity } from './use-identity.js';

const identity = useIdentity();
const get = (path: string) => fetch(`${identity.service.healthUrl}${path}`);

test('the health port says that it lives and which stores answer', async () => {
  expect(await (await get('/livez')).json()).toEqual({ status: 'alive' });
  const ready = await get('/readyz');
  expect(ready.status).toBe(200);
  expect(await ready.json()).toEqual({ status: 'ready', stores: { nats: 'up', postgres: 'up', redis: 'up' } });
});

test('requests are counted by subject and code', async () => {
  const { admin } = await identity.signUp('metrics');
  await admin.call(GetAccount, {});
  await identity.ask(LogIn, { email: 'metrics@example.org', password: 'wrong' }).catch(() => undefined);
  const metrics = await get('/metrics');
  expect(metrics.headers.get('content-type')).toContain('text/plain');
  const text = await metrics.text();
  expect(text).toMatch(/smartcontent_request_duration_seconds_count\{subject="rpc.identity.account.get.v1",code="OK"\} 1/);
  expect(text).toMatch(/smartcontent_request_duration_seconds_count\{[^}]*code="IDENTITY_LOGIN_REFUSED"\} 1/);
  expect(text).toMatch(/identity_log_ins_total\{outcome="refused"\} 1/);
  expect(text).toContain('process_resident_memory_bytes');
});

test('a second replica shares the work, and ends without losing a request', async () => {
  const { admin } = await identity.signUp('replicas');
  const second: RunningService = await start(readConfig(identity.stack.env('identity')));
  // From as many places: one place alone would be slowed down.
  const calls = Array.from({ length: 40 }, (_, n) =>
    identity.ask(LogIn, { email: 'replicas@example.org', password: PASSWORD }, { origin: { address: `203.0.${n}.1`, userAgent: null } }),
  );
  await Promise.race(calls);
  await second[Symbol.asyncDispose]();
  expect(await Promise.all(calls)).toHaveLength(40);
  expect(await admin.call(GetAccount, {})).toBeDefined();
  await expect(fetch(`${second.healthUrl}/livez`)).rejects.toThrow();
});
