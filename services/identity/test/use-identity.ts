import { RequestClient } from '@smartcontent/bus';
import {
  type CallOf,
  CreateApiKey,
  hashApiKey,
  type OutputOf,
  type RequestContext,
  type RequestContract,
  ResolveApiKey,
  SignUp,
} from '@smartcontent/contracts';
import type { RunningService } from '@smartcontent/service';
import { type Caller, type Stack, useStack } from '@smartcontent/testing';
import { afterAll, beforeAll } from 'vitest';
import { readConfig, start } from '../src/app.js';
import { type Mailboxes, openMailboxes } from './use-mailboxes.js';

type Account = OutputOf<typeof SignUp>;
type Key = OutputOf<typeof CreateApiKey>;

export interface Identity {
  readonly stack: Stack;
  readonly service: RunningService;
  /** With `hasMail` alone. */
  readonly mailboxes: Mailboxes;
  /** As the gateway calls before it knows who is asking. */
  ask<C extends RequestContract>(contract: C, input: CallOf<C>, overrides?: Partial<RequestContext>): Promise<OutputOf<C>>;
  /** A new company; its admin's address is `<name>@example.org`, the password `PASSWORD`. */
  signUp(name: string): Promise<{ account: Account; admin: Caller }>;
  createKey(admin: Caller, input?: Partial<CallOf<typeof CreateApiKey>>): Promise<Key>;
  resolve(key: string): Promise<OutputOf<typeof ResolveApiKey>>;
}

export const PASSWORD = 'correct horse battery';

/** Identity on real stores; with `hasMail` its mail arrives in the sandbox, without it waits. */
export function useIdentity({ hasMail = false } = {}): Identity {
  const stack = useStack({ services: ['identity'] });
  const identity = { stack } as { -readonly [Key in keyof Identity]: Identity[Key] };
  beforeAll(async () => {
    if (hasMail) identity.mailboxes = await openMailboxes(stack);
    const mail = hasMail ? { SMTP_URL: identity.mailboxes.smtpUrl } : {};
    identity.service = await start(readConfig({ ...stack.env('identity'), ...mail }));
    const client = new RequestClient(stack.nats);
    const gateway = stack.actorTokens('gateway');
    identity.ask = async (contract, input, overrides) =>
      client.call(contract, input, { ...(await gateway.serviceContext(null, 'test')), ...overrides });
    identity.signUp = async (name) => {
      const account = await identity.ask(SignUp, { company_name: name, email: `${name}@example.org`, password: PASSWORD });
      return { account, admin: stack.caller({ companyId: account.company.id, userId: account.user.id, tier: 'free' }) };
    };
    identity.createKey = (admin, input) => admin.call(CreateApiKey, { name: 'website', scopes: ['content:read'], ...input });
    identity.resolve = (key) => identity.ask(ResolveApiKey, { key_hash: hashApiKey(key) });
  });
  afterAll(async () => {
    await identity.service?.[Symbol.asyncDispose]();
    await identity.mailboxes?.[Symbol.asyncDispose]();
  });
  return identity;
}
