import {
  AddApiKey,
  DeleteClient,
  GetClient,
  ListContent,
  OPERATED_SERVICES,
  type OutputOf,
  RevokeApiKey,
  RotateApiKey,
  SCOPES,
  StoreProviderKey,
} from '@smartcontent/contracts';
import { eventually } from '@smartcontent/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { Company } from './company.js';
import { usePlatform } from './platform.js';

const PAGE = 'https://www.acme.example';
const OPERATOR_KEY = `sc_operator_${'Rotation'.repeat(5)}`;
const platform = usePlatform(() => ({ gateway: { OPERATOR_KEY } }));
let acme: Company;
beforeAll(async () => {
  acme = await Company.signUp(platform);
});

/** What a key gets for reading: a status, and the code of a refusal. */
async function reading(token: string): Promise<[number, string | undefined]> {
  const { status, body } = await platform.http('GET', '/v1/content', { token });
  return [status, body?.code];
}
const sendEvent = (token: string, origin: string) =>
  platform.http('POST', '/v1/events', { token, body: { event_type: 'view' }, headers: { origin } });

describe('a key', () => {
  it('is rotated without a gap, and the old one ends when the overlap does', async () => {
    const old = await acme.makeKey(['content:read']);
    expect(await reading(old.key)).toEqual([200, undefined]);
    const next = await platform.call(RotateApiKey, { key_id: old.id, overlap_seconds: 2 }, acme.token);
    expect(await reading(old.key)).toEqual([200, undefined]);
    expect(await reading(next.key)).toEqual([200, undefined]);
    // The gateway holds the old one, and still ends it at its instant.
    await eventually(async () => expect(await reading(old.key)).toEqual([401, 'GATEWAY_CREDENTIAL_EXPIRED']), { timeoutMs: 8_000 });
    expect(await reading(next.key)).toEqual([200, undefined]);
  });

  it('dies at once with its client, and so do the others', async () => {
    const first = await acme.makeKey(['content:read']);
    const second = await platform.call(AddApiKey, { client_id: first.client_id, scopes: ['content:read'] }, acme.token);
    for (const { key } of [first, second]) expect(await reading(key)).toEqual([200, undefined]);
    await platform.call(DeleteClient, { client_id: first.client_id }, acme.token);
    for (const { key } of [first, second]) {
      await eventually(async () => expect(await reading(key)).toEqual([401, 'GATEWAY_CREDENTIAL_REVOKED']), { timeoutMs: 1_000 });
    }
  });

  it('makes no other key, whatever its scopes; it may read about its client and revoke itself', async () => {
    const { key, id, client_id } = await acme.makeKey([...SCOPES]);
    const keyFields = { scopes: ['content:read'] };
    for (const [path, body] of [
      ['/v1/api-keys', { name: 'more', ...keyFields }],
      [`/v1/clients/${client_id}/keys`, keyFields],
      [`/v1/api-keys/${id}/rotate`, {}],
    ] as const) {
      const { status, body: problem } = await platform.http('POST', path, { token: key, body });
      expect([status, problem.code]).toEqual([403, 'GATEWAY_PERSON_NEEDED']);
    }
    expect((await platform.call(GetClient, { client_id }, key)).name).toBe('a key');
    await platform.call(RevokeApiKey, { key_id: id }, key);
    await eventually(async () => expect(await reading(key)).toEqual([401, 'GATEWAY_CREDENTIAL_REVOKED']), { timeoutMs: 1_000 });
  });

  it('with limits of its own is slowed down alone', async () => {
    const { key, client_id } = await acme.makeKey(['content:read'], { limits: { read: 3 } });
    const other = await platform.call(AddApiKey, { client_id, scopes: ['content:read'] }, acme.token);
    const statuses: number[] = [];
    for (let count = 0; count < 4; count++) statuses.push((await reading(key))[0]);
    expect(statuses).toEqual([200, 200, 200, 429]);
    await platform.call(ListContent, {}, other.key);
  });
});

describe('a publishable key', () => {
  it('sends events from its pages, and does nothing else', async () => {
    const { key } = await acme.makeKey(['events:write'], { kind: 'publishable', allowed_origins: [PAGE] });
    const sent = await sendEvent(key, PAGE);
    expect([sent.status, sent.headers.get('access-control-allow-origin')]).toEqual([202, '*']);
    expect((await sendEvent(key, 'https://evil.example')).body.code).toBe('GATEWAY_ORIGIN_REFUSED');
    expect(await reading(key)).toEqual([403, 'GATEWAY_PUBLISHABLE_KEY_REFUSED']);
  });
});

describe('the key of a third party', () => {
  it('goes in over HTTP and comes back in no answer', async () => {
    const secret = 'sk-ant-api03-planted-secret-x3Qa';
    const stored = await platform.call(StoreProviderKey, { service_name: 'anthropic', secret }, acme.token);
    const path = '/v1/provider-keys/anthropic';
    const answers: { status: number; body: unknown }[] = [
      { status: 200, body: stored satisfies OutputOf<typeof StoreProviderKey> },
      await platform.http('GET', path, { token: acme.token }),
      await platform.http('GET', '/v1/provider-keys', { token: acme.token }),
      await platform.http('PATCH', path, { token: acme.token, body: { is_active: false } }),
      await platform.http('PUT', path, { token: acme.token, body: { secret: `${secret}\n` } }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 422]);
    for (const { body } of answers) expect(JSON.stringify(body)).not.toContain('planted');
    expect((await platform.http('DELETE', path, { token: acme.token })).status).toBe(204);
    expect((await platform.http('GET', path, { token: acme.token })).body.code).toBe('IDENTITY_PROVIDER_KEY_NOT_FOUND');
  });
});

describe('the master key', () => {
  it('wraps everything that any service has sealed, once there is only one', async () => {
    await acme.connectSandbox('sealed');
    for (const service of OPERATED_SERVICES) {
      const path = `/v1/operator/${service}/secrets/rotate`;
      const { status, body } = await platform.http('POST', path, { token: OPERATOR_KEY, body: {} });
      expect([status, body]).toEqual([200, { master_key_id: expect.any(String), rewrapped: 0, unopened: 0, remaining: 0 }]);
      expect((await platform.http('POST', path, { token: acme.token, body: {} })).body.code).toBe('PLATFORM_SCOPE_MISSING');
    }
  });
});
