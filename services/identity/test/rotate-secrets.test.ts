import { randomBytes } from 'node:crypto';
import { RequestClient } from '@smartcontent/bus';
import { GetContact, OPERATOR_REQUESTS, OpenProviderKey, SignUp, StoreProviderKey, UpdateContact } from '@smartcontent/contracts';
import { Secrets } from '@smartcontent/secrets';
import { type Caller, useStack } from '@smartcontent/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { readConfig, start } from '../src/app.js';
import { PASSWORD } from './use-identity.js';

const { RotateSecrets } = OPERATOR_REQUESTS.identity;
const COMPANIES = 3;
const KEY = 'sk-ant-api03-planted-secret-x3Qa';
const PHONE = '+493012345678';
const stack = useStack({ services: ['identity'] });
const [next, other] = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')] as const;
const admins: Caller[] = [];
let client: RequestClient;

/** Work with an identity that was given these master keys. */
async function withKeys<T>(masterKeys: string, work: () => Promise<T>): Promise<T> {
  await using _service = await start(readConfig({ ...stack.env('identity'), MASTER_KEY: masterKeys }));
  return await work();
}
const both = () => `${next}\n${stack.addresses.masterKey}`;
const rotate = async (limit?: number) =>
  client.call(RotateSecrets, { limit }, await stack.contextOf({ kind: 'operator', company_id: null }));
async function openWith(masterKey: string, companyId: string): Promise<string> {
  const context = await stack.actorTokens('scheduling').serviceContext(companyId, 'call the provider');
  const { sealed } = await client.call(OpenProviderKey, { service_name: 'anthropic' }, context);
  return Secrets.fromMasterKey(masterKey).open(companyId, sealed);
}

beforeAll(async () => {
  client = new RequestClient(stack.nats);
  await withKeys(stack.addresses.masterKey, async () => {
    for (let index = 0; index < COMPANIES; index++) {
      const gateway = await stack.actorTokens('gateway').serviceContext(null, 'test');
      const input = { company_name: `c${index}`, email: `c${index}@example.org`, password: PASSWORD };
      const { company, user } = await client.call(SignUp, input, gateway);
      const admin = stack.caller({ companyId: company.id, userId: user.id });
      await admin.call(StoreProviderKey, { service_name: 'anthropic', secret: KEY });
      await admin.call(UpdateContact, { phone: PHONE });
      admins.push(admin);
    }
  });
});

describe('a new master key', () => {
  it('wraps what is sealed from now on, while the old one still opens the rest', async () => {
    await withKeys(both(), async () => {
      const [first, second] = admins as [Caller, Caller];
      await first.call(StoreProviderKey, { service_name: 'anthropic', secret: KEY });
      expect(await openWith(next, first.companyId)).toBe(KEY);
      expect(await openWith(stack.addresses.masterKey, second.companyId)).toBe(KEY);
    });
  });

  it('takes over what is left in pieces, each audited in its company, until the old one is needed no more', async () => {
    // Of each company the key of its audit log, the mail that waits for its admin and how he is reached, and the provider keys that were not stored again.
    const total = 3 * COMPANIES + (COMPANIES - 1);
    const { keyId } = Secrets.fromMasterKey(next);
    await withKeys(both(), async () => {
      expect(await rotate(2)).toEqual({ master_key_id: keyId, rewrapped: 2, unopened: 0, remaining: total - 2 });
      await Promise.all([rotate(2), rotate(2), rotate()]);
      expect(await rotate()).toEqual({ master_key_id: keyId, rewrapped: 0, unopened: 0, remaining: 0 });
    });
    const audits = await stack.query(
      `SELECT table_name, count(*)::int AS rows FROM identity.audit_log WHERE actor = 'operator' GROUP BY table_name ORDER BY table_name`,
    );
    expect(audits).toEqual([
      { table_name: 'api_keys', rows: COMPANIES - 1 },
      { table_name: 'audit_keys', rows: COMPANIES },
      { table_name: 'mails', rows: COMPANIES },
      { table_name: 'users', rows: COMPANIES },
    ]);
    await withKeys(next, async () => {
      for (const { companyId } of admins) expect(await openWith(next, companyId)).toBe(KEY);
      for (const admin of admins) expect(await admin.call(GetContact, {})).toMatchObject({ phone: PHONE });
      await admins[0]?.call(StoreProviderKey, { service_name: 'openai', secret: KEY });
    });
  });

  it('counts what it cannot take over, and takes over the rest', async () => {
    await stack.query(
      `UPDATE identity.api_keys SET sealed_key = jsonb_set(sealed_key, '{key_id}', '"lost"') WHERE company_id = $1 AND service_name = 'anthropic'`,
      [admins[1]?.companyId],
    );
    await withKeys(`${other} ${next}`, async () => {
      const rotations = [await rotate(1), await rotate(), await rotate()];
      expect(rotations.at(-1)).toMatchObject({ rewrapped: 0, unopened: 1, remaining: 1 });
      expect(rotations.reduce((sum, { rewrapped }) => sum + rewrapped, 0)).toBe(4 * COMPANIES);
    });
  });

  it('leaves a company whose audit log nobody could write, and takes over the others', async () => {
    const [last, again] = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')];
    await withKeys(`${last} ${other}`, async () => {
      while ((await rotate()).rewrapped > 0);
    });
    const [, , locked] = admins as [Caller, Caller, Caller];
    await stack.query(`UPDATE identity.audit_keys SET key_id = 'lost' WHERE company_id = $1`, [locked.companyId]);
    await withKeys(`${again} ${last}`, async () => {
      while ((await rotate()).rewrapped > 0);
      const waiting = await stack.query(
        `SELECT DISTINCT company_id FROM identity.api_keys WHERE service_name = 'anthropic' AND sealed_key->>'key_id' = $1`,
        [Secrets.fromMasterKey(last).keyId],
      );
      expect(waiting).toEqual([{ company_id: locked.companyId }]);
    });
  });

  it('is the operator’s business alone', async () => {
    await withKeys(both(), async () => {
      await expect(admins[0]?.call(RotateSecrets, {})).rejects.toMatchObject({ code: 'PLATFORM_SCOPE_MISSING' });
    });
  });
});
