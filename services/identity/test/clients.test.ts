import { randomUUID } from 'node:crypto';
import {
  AddApiKey,
  CreateApiKey,
  DeleteClient,
  GetClient,
  ListApiKeys,
  ListClients,
  RevokeApiKey,
  RotateApiKey,
  UpdateClient,
} from '@smartcontent/contracts';
import { describe, expect, it } from 'vitest';
import { useIdentity } from './use-identity.js';

const identity = useIdentity();
const NOT_FOUND = { code: 'IDENTITY_CLIENT_NOT_FOUND' };
const refusedAs = (message: string) => ({ code: 'PLATFORM_INPUT_INVALID', data: { errors: [expect.objectContaining({ message })] } });

describe('an API client', () => {
  it('comes with its first key and may hold more', async () => {
    const { account, admin } = await identity.signUp('several');
    const first = await identity.createKey(admin, { contact_email: 'web@acme.example' });
    const second = await admin.call(AddApiKey, { client_id: first.client_id, scopes: ['events:write'] });
    const client = await admin.call(GetClient, { client_id: first.client_id });
    expect(client).toMatchObject({ name: 'website', contact_email: 'web@acme.example', created_by: account.user.id, deleted_at: null });
    await identity.createKey(admin, { name: 'other' });
    const { items } = await admin.call(ListApiKeys, { client_id: client.id });
    expect(items.map(({ id }) => id)).toEqual([second.id, first.id]);
    for (const { key } of [first, second]) {
      expect(await identity.resolve(key)).toMatchObject({ state: 'valid', actor: { client_id: client.id } });
    }
  });

  it('is listed with the others of its company, newest first, page by page', async () => {
    const { admin } = await identity.signUp('client-list');
    const { admin: stranger } = await identity.signUp('client-stranger');
    await identity.createKey(stranger, { name: 'foreign' });
    for (const name of ['a', 'b', 'c']) await identity.createKey(admin, { name });
    const first = await admin.call(ListClients, { limit: 2 });
    const rest = await admin.call(ListClients, { limit: 2, cursor: first.next_cursor ?? '' });
    expect([first, rest].map(({ items }) => items.map(({ name }) => name))).toEqual([['c', 'b'], ['a']]);
    expect(rest.next_cursor).toBeNull();
    await expect(admin.call(ListClients, { cursor: 'tampered' })).rejects.toMatchObject({ code: 'PLATFORM_CURSOR_INVALID' });
  });

  it('is renamed and its contact changed or taken away, each alone, and the audit knows what it was', async () => {
    const { admin } = await identity.signUp('rename');
    const { client_id } = await identity.createKey(admin, { contact_email: 'a@acme.example' });
    expect(await admin.call(UpdateClient, { client_id, name: 'shop' })).toMatchObject({ name: 'shop', contact_email: 'a@acme.example' });
    expect(await admin.call(UpdateClient, { client_id, contact_email: null })).toMatchObject({ name: 'shop', contact_email: null });
    const audits = () =>
      identity.stack.query<{ operation: string }>(
        `SELECT operation FROM identity.audit_log WHERE company_id = $1 AND table_name = 'clients' ORDER BY id`,
        [admin.companyId],
      );
    expect((await audits()).map(({ operation }) => operation)).toEqual(['insert', 'update', 'update']);
    await admin.call(UpdateClient, { client_id, name: 'shop' });
    expect(await audits()).toHaveLength(3);
    expect((await admin.call(ListApiKeys, { client_id })).items[0]?.name).toBe('shop');
  });

  it('that is deleted takes all of its keys along, once', async () => {
    const { admin } = await identity.signUp('delete');
    const first = await identity.createKey(admin);
    const { client_id } = first;
    const second = await admin.call(AddApiKey, { client_id, scopes: ['content:read'] });
    const gone = await admin.call(AddApiKey, { client_id, scopes: ['content:read'] });
    await admin.call(RevokeApiKey, { key_id: gone.id });
    const deleted = await Promise.all([1, 2, 3].map(() => admin.call(DeleteClient, { client_id })));
    expect(new Set(deleted.map(({ deleted_at }) => deleted_at)).size).toBe(1);
    for (const { key } of [first, second]) expect(await identity.resolve(key)).toEqual({ state: 'revoked' });
    const [count] = await identity.stack.query(
      `SELECT count(*)::int AS revocations FROM identity.outbox WHERE company_id = $1 AND subject = 'evt.identity.api-key.revoked.v1'`,
      [admin.companyId],
    );
    expect(count).toEqual({ revocations: 3 });
    expect((await admin.call(ListClients, {})).items).toEqual([]);
    await expect(admin.call(GetClient, { client_id })).rejects.toMatchObject(NOT_FOUND);
    await expect(admin.call(UpdateClient, { client_id, name: 'x' })).rejects.toMatchObject(NOT_FOUND);
    await expect(admin.call(AddApiKey, { client_id, scopes: ['content:read'] })).rejects.toMatchObject(NOT_FOUND);
  });

  it('is not left with a key that was made or rotated while it was deleted', async () => {
    const { admin } = await identity.signUp('meanwhile');
    for (let round = 0; round < 5; round++) {
      const { id, client_id } = await identity.createKey(admin);
      await Promise.allSettled([
        admin.call(AddApiKey, { client_id, scopes: ['content:read'] }),
        admin.call(DeleteClient, { client_id }),
        admin.call(RotateApiKey, { key_id: id }),
      ]);
      const { items } = await admin.call(ListApiKeys, { client_id });
      expect(items.filter(({ revoked_at }) => revoked_at === null)).toEqual([]);
    }
  });

  it('of another company, or that never was, is not found', async () => {
    const { admin } = await identity.signUp('mine');
    const { admin: stranger } = await identity.signUp('theirs');
    const { client_id } = await identity.createKey(admin);
    for (const [who, id] of [
      [stranger, client_id],
      [admin, randomUUID()],
    ] as const) {
      await expect(who.call(GetClient, { client_id: id })).rejects.toMatchObject(NOT_FOUND);
      await expect(who.call(UpdateClient, { client_id: id, name: 'x' })).rejects.toMatchObject(NOT_FOUND);
      await expect(who.call(DeleteClient, { client_id: id })).rejects.toMatchObject(NOT_FOUND);
      await expect(who.call(AddApiKey, { client_id: id, scopes: ['content:read'] })).rejects.toMatchObject(NOT_FOUND);
    }
    expect(await admin.call(GetClient, { client_id })).toMatchObject({ name: 'website' });
  });
});

describe('a publishable key', () => {
  it('sends events and nothing else, from the pages that were named', async () => {
    const { admin } = await identity.signUp('publish');
    const origins = ['https://www.acme.example', 'http://localhost:5173'];
    const input = { kind: 'publishable' as const, scopes: ['events:write' as const], allowed_origins: origins };
    const { key, ...created } = await identity.createKey(admin, input);
    expect(key).toMatch(/^sc_pub_/);
    expect(created).toMatchObject({ kind: 'publishable', allowed_origins: origins, prefix: key.slice(0, 11) });
    expect(await identity.resolve(key)).toMatchObject({
      kind: 'publishable',
      allowed_origins: origins,
      actor: { scopes: ['events:write'] },
    });
    const rotated = await admin.call(RotateApiKey, { key_id: created.id });
    expect(rotated).toMatchObject({ kind: 'publishable', allowed_origins: origins });
    expect(rotated.key).toMatch(/^sc_pub_/);
  });

  it('is not made with another scope, nor a secret key for pages, nor either for what is no origin', async () => {
    const { admin } = await identity.signUp('no-publish');
    const make = (input: object) => admin.call(CreateApiKey, { name: 'page', scopes: ['events:write'], ...input });
    const more = make({ kind: 'publishable', scopes: ['events:write', 'content:read'] });
    await expect(more).rejects.toMatchObject(refusedAs('of a publishable key are exactly ["events:write"]'));
    const secret = make({ allowed_origins: ['https://www.acme.example'] });
    await expect(secret).rejects.toMatchObject(refusedAs('are for publishable keys: a secret key has no place in a page'));
    for (const origin of ['https://www.acme.example/', 'www.acme.example', 'https://a:b@acme.example', 'null', '*', 'ftp://acme.example']) {
      const refusal = make({ kind: 'publishable', allowed_origins: [origin] });
      await expect(refusal, origin).rejects.toMatchObject(refusedAs('must be an origin such as https://www.example.org'));
    }
  });
});

describe('the limits of a key', () => {
  it('count on the key itself and are never more than its company has', async () => {
    const { account, admin } = await identity.signUp('limits');
    const plain = await identity.createKey(admin);
    const limited = await identity.createKey(admin, { limits: { read: 10, write: 1_000_000 } });
    const found = await identity.resolve(plain.key);
    expect(found).not.toHaveProperty('budget_id');
    expect(found).not.toHaveProperty('actor.limits');
    expect(await identity.resolve(limited.key)).toMatchObject({ budget_id: limited.id, actor: { limits: { read: 10, write: 3_000 } } });
    await identity.stack.query(`UPDATE identity.companies SET api_limits = '{"read": 5, "search": 7}' WHERE id = $1`, [account.company.id]);
    expect(await identity.resolve(plain.key)).toMatchObject({ actor: { limits: { read: 5, search: 7 } } });
    expect(await identity.resolve(limited.key)).toMatchObject({ actor: { limits: { read: 5, search: 7, write: 3_000 } } });
  });
});
