import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RequestClient } from '@smartcontent/bus';
import { DeleteProviderKey, GetProviderKey, StoreProviderKey, SwitchProviderKey } from '@smartcontent/contracts';
import { ProviderAccess } from '@smartcontent/models';
import { AddressGuard, outgoingFetch } from '@smartcontent/outgoing';
import { type RunningSandbox, start } from '@smartcontent/sandbox';
import { Secrets } from '@smartcontent/secrets';
import { eventually } from '@smartcontent/testing';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { useIdentity } from './use-identity.js';

const identity = useIdentity();
const KEY = 'sk-of-the-company-0123456789';
const CALL = { model: 'played-1', prompt: 'Write of bees', maxOutputTokens: 200 };
const INACTIVE = { code: 'IDENTITY_PROVIDER_KEY_INACTIVE' };
let folder: string;
let sandbox: RunningSandbox;
let access: ProviderAccess;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
  sandbox = await start({ host: '127.0.0.1', port: 0, smtpPort: 0, dataFolder: folder });
});
afterAll(async () => {
  await sandbox[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  const guard = new AddressGuard([new URL(sandbox.url).host]);
  access = new ProviderAccess({
    connection: identity.stack.nats,
    requests: new RequestClient(identity.stack.nats),
    secrets: Secrets.fromMasterKey(identity.stack.addresses.masterKey),
    fetch: outgoingFetch(guard, { connectTimeoutMs: 2_000, silenceTimeoutMs: 5_000, limitBytes: 1_048_576 }),
  });
  return () => access[Symbol.dispose]();
});

const played = (box: string, path: string, body: unknown) =>
  fetch(`${sandbox.url}/models/${box}${path}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

/** A company whose key opens a played provider of its own. */
async function company(name: string, protocol: 'anthropic' | 'openai' = 'openai') {
  const { account, admin } = await identity.signUp(name);
  const base_url = `${sandbox.url}/models/${name}/v1`;
  const stored = await admin.call(StoreProviderKey, { service_name: 'played', secret: KEY, protocol, base_url });
  await played(name, '', { api_keys: [KEY] });
  const open = async (service = 'played') => {
    return access.open(service, await identity.stack.actorTokens('generation').serviceContext(account.company.id, 'write a draft'));
  };
  const readings = async () => {
    const rows = `SELECT 1 FROM identity.audit_log WHERE company_id = $1 AND table_name = 'api_keys' AND operation = 'read'`;
    return (await identity.stack.query(rows, [account.company.id])).length;
  };
  return { admin, stored, open, readings };
}

it.each(['openai', 'anthropic'] as const)(
  'a key calls the models of its own base URL, by the protocol of %s, and is opened once',
  async (protocol) => {
    const { stored, open, readings } = await company(`calls-${protocol}`, protocol);
    expect(stored).toMatchObject({ protocol, base_url: `${sandbox.url}/models/calls-${protocol}/v1` });
    for (let call = 0; call < 3; call++) expect((await (await open()).generate(CALL)).text).toContain('bees');
    expect(await readings()).toBe(1);
  },
);

it('a key that is switched off in the middle of a call ends it, and opens no more', async () => {
  const { admin, open } = await company('revoked');
  await played('revoked', '/faults', [{ kind: 'drip', delay_ms: 60_000 }]);
  const client = await open();
  const calling = client.generate(CALL).catch((error: unknown) => error);
  await eventually(async () => {
    const { count } = (await (await fetch(`${sandbox.url}/models/revoked/calls`)).json()) as { count: number };
    expect(count).toBe(1);
  });
  await admin.call(SwitchProviderKey, { service_name: 'played', is_active: false });
  expect(await calling).toMatchObject({ reason: 'auth', isRetryable: false });
  await expect(open()).rejects.toMatchObject(INACTIVE);
  await admin.call(SwitchProviderKey, { service_name: 'played', is_active: true });
  expect((await (await open()).generate(CALL)).text).toContain('bees');
});

it('a key that is replaced counts at once, and one that is deleted is not found', async () => {
  const { admin, open } = await company('replaced');
  await open();
  const base_url = `${sandbox.url}/models/replaced/v1`;
  await played('replaced', '', { api_keys: ['sk-the-next-key-0123456789'] });
  await admin.call(StoreProviderKey, { service_name: 'played', secret: 'sk-the-next-key-0123456789', base_url });
  await eventually(async () => expect((await (await open()).generate(CALL)).text).toContain('bees'));
  await admin.call(DeleteProviderKey, { service_name: 'played' });
  await eventually(() => expect(open()).rejects.toMatchObject({ code: 'IDENTITY_PROVIDER_KEY_NOT_FOUND' }));
});

it('a key that is of no provider of models calls none, and goes to no other provider', async () => {
  const { admin, open } = await company('other');
  await admin.call(StoreProviderKey, { service_name: 'images', secret: KEY });
  expect(await admin.call(GetProviderKey, { service_name: 'images' })).toMatchObject({ protocol: null, base_url: null });
  await expect(open('images')).rejects.toMatchObject({ code: 'IDENTITY_PROVIDER_KEY_NO_MODELS' });
  for (const [service_name, protocol] of [
    ['images', 'openai'],
    ['anthropic', 'openai'],
  ] as const) {
    await expect(admin.call(StoreProviderKey, { service_name, secret: KEY, protocol })).rejects.toMatchObject({
      code: 'PLATFORM_INPUT_INVALID',
    });
  }
  expect(await admin.call(StoreProviderKey, { service_name: 'openai', secret: KEY })).toMatchObject({ protocol: 'openai', base_url: null });
});

it('a base URL that is no address, or holds more than one, is refused', async () => {
  const { admin } = await identity.signUp('bad-urls');
  for (const base_url of [
    'ftp://models.example/v1',
    'https://name:word@models.example/v1',
    'https://models.example/v1?key=1',
    'https://models.example/v1#x',
    'models.example',
  ]) {
    const call = admin.call(StoreProviderKey, { service_name: 'played', secret: KEY, base_url });
    await expect(call).rejects.toMatchObject({ code: 'PLATFORM_INPUT_INVALID' });
  }
});
