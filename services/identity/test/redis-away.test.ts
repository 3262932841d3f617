import { RequestClient } from '@smartcontent/bus';
import {
  type CallOf,
  ChangePassword,
  EndOtherSessions,
  ListSessions,
  LogIn,
  type OutputOf,
  RefreshSession,
  type RequestContract,
  SignUp,
} from '@smartcontent/contracts';
import type { RunningService } from '@smartcontent/service';
import { useStack } from '@smartcontent/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig, start } from '../src/app.js';
import { PASSWORD } from './use-identity.js';

const stack = useStack({ services: ['identity'] });
const NOBODY = 'redis://127.0.0.1:1';
const email = 'ada@example.org';
const closed = { code: 'PLATFORM_STORE_UNAVAILABLE' };
let identity: RunningService;
beforeAll(async () => {
  identity = await start(readConfig({ ...stack.env('identity'), REDIS_URL: NOBODY }));
});
afterAll(() => identity?.[Symbol.asyncDispose]());

async function ask<C extends RequestContract>(contract: C, input: CallOf<C>): Promise<OutputOf<C>> {
  return new RequestClient(stack.nats).call(contract, input, await stack.actorTokens('gateway').serviceContext(null, 'test'));
}

test('while Redis is away nobody guesses passwords, and who is logged in stays so', async () => {
  const { company, user, session } = await ask(SignUp, { company_name: 'Acme', email, password: PASSWORD });
  const next = await ask(RefreshSession, { refresh_token: session.refresh_token });
  const me = stack.caller({ companyId: company.id, userId: user.id, sessionId: next.session_id });
  expect((await me.call(ListSessions, {})).items.map(({ id }) => id)).toEqual([session.session_id]);
  expect(await me.call(EndOtherSessions, {})).toEqual({ ended: 0 });
  await expect(ask(LogIn, { email, password: PASSWORD })).rejects.toMatchObject(closed);
  await expect(me.call(ChangePassword, { current_password: PASSWORD, new_password: 'another password' })).rejects.toMatchObject(closed);
});
