import { randomUUID } from 'node:crypto';
import { onBroadcast } from '@smartcontent/bus';
import {
  type Actor,
  CreateApiKey,
  CredentialChanged,
  hashApiKey,
  ListApiKeys,
  newApiKey,
  parseApiKey,
  ResolveApiKey,
  RevokeApiKey,
} from '@smartcontent/contracts';
import { eventually } from '@smartcontent/testing';
import { describe, expect, it } from 'vitest';
import { useIdentity } from './use-identity.js';

const identity = useIdentity();
const columnOf = async (keyId: string, column: string) =>
  (await identity.stack.query<{ value: unknown }>(`SELECT ${column} AS value FROM identity.client_keys WHERE id = $1`, [keyId]))[0]?.value;

describe('creating an API key', () => {
  it('shows it once, keeps only its hash, and tells of it without it', async () => {
    const { admin } = await identity.signUp('create');
    const { key, ...created } = await identity.createKey(admin, { scopes: ['content:read', 'events:write', 'content:read'] });
    expect(created).toMatchObject({ name: 'website', role: 'admin', scopes: ['content:read', 'events:write'], revoked_at: null });
    expect(parseApiKey(key)).toEqual({ kind: 'secret', prefix: created.prefix, hash: await columnOf(created.id, 'key_hash') });
    for (const table of ['client_keys', 'clients', 'outbox', 'audit_log', 'idempotency_keys']) {
      const rows = await identity.stack.query<{ text: string }>(`SELECT t::text AS text FROM identity.${table} t`);
      expect(rows.some(({ text }) => text.includes(key))).toBe(false);
    }
    const [event] = await identity.stack.query('SELECT subject, data FROM identity.outbox WHERE aggregate_id = $1', [created.id]);
    expect(event).toMatchObject({
      subject: 'evt.identity.api-key.created.v1',
      data: { name: 'website', scopes: ['content:read', 'events:write'] },
    });
  });

  it('refuses a scope that the caller does not hold, whatever the role would allow', async () => {
    const { account, admin } = await identity.signUp('escalate');
    const actor: Actor = {
      kind: 'client',
      company_id: account.company.id,
      user_id: account.user.id,
      client_id: randomUUID(),
      role: 'admin',
      tier: 'free',
      scopes: ['account:manage', 'content:read'],
    };
    const context = await identity.stack.contextOf(actor);
    const escalation = identity.ask(CreateApiKey, { name: 'more', scopes: ['content:read', 'content:approve'] }, context);
    await expect(escalation).rejects.toMatchObject({ code: 'IDENTITY_SCOPE_NOT_HELD', data: { scopes: ['content:approve'] } });
    expect((await admin.call(ListApiKeys, {})).items).toEqual([]);
    expect((await identity.ask(CreateApiKey, { name: 'as much', scopes: ['content:read'] }, context)).scopes).toEqual(['content:read']);
  });

  it('refuses who may not manage the account, and who is gone', async () => {
    const { account } = await identity.signUp('viewer');
    const viewer = identity.stack.caller({ companyId: account.company.id, userId: account.user.id, role: 'viewer' });
    await expect(identity.createKey(viewer)).rejects.toMatchObject({ code: 'PLATFORM_SCOPE_MISSING' });
    const phantom = identity.stack.caller({ companyId: account.company.id });
    await expect(identity.createKey(phantom)).rejects.toMatchObject({ code: 'PLATFORM_ACTOR_REFUSED' });
  });

  it('makes one key for a repeated Idempotency-Key and does not show it again', async () => {
    const { admin } = await identity.signUp('repeat');
    const create = (name: string, requestHash: string) =>
      admin.call(CreateApiKey, { name, scopes: ['content:read'] }, { idempotency: { key: 'k1', requestHash, isSecretAnswer: true } });
    const both = await Promise.allSettled([create('once', 'hash'), create('once', 'hash')]);
    expect(both.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(create('once', 'hash')).rejects.toMatchObject({ code: 'PLATFORM_IDEMPOTENCY_ANSWER_GONE' });
    await expect(create('other', 'other hash')).rejects.toMatchObject({ code: 'PLATFORM_IDEMPOTENCY_KEY_REUSED' });
    expect((await admin.call(ListApiKeys, {})).items).toHaveLength(1);
  });
});

describe('listing API keys', () => {
  it('goes through all of the company, newest first, page by page, and shows nobody else’s', async () => {
    const { admin } = await identity.signUp('list');
    const { admin: stranger } = await identity.signUp('other');
    await identity.createKey(stranger, { name: 'foreign' });
    for (const name of ['a', 'b', 'c', 'd', 'e']) await identity.createKey(admin, { name });
    const seen: string[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await admin.call(ListApiKeys, { limit: 2, cursor: cursor ?? undefined });
      seen.push(...page.items.map((item) => item.name));
      cursor = page.next_cursor;
    } while (cursor);
    expect(seen).toEqual(['e', 'd', 'c', 'b', 'a']);
  });

  it('refuses a cursor that it did not make', async () => {
    const { admin } = await identity.signUp('cursor');
    await expect(admin.call(ListApiKeys, { cursor: 'tampered' })).rejects.toMatchObject({ code: 'PLATFORM_CURSOR_INVALID' });
  });
});

describe('resolving an API key', () => {
  it('gives the actor: its company, its maker, its own scopes', async () => {
    const { account, admin } = await identity.signUp('resolve');
    const { key } = await identity.createKey(admin, { scopes: ['events:write'] });
    const found = await identity.resolve(key);
    expect(found).toMatchObject({
      state: 'valid',
      expires_at: null,
      actor: {
        kind: 'client',
        company_id: account.company.id,
        user_id: account.user.id,
        role: 'admin',
        tier: 'free',
        scopes: ['events:write'],
      },
    });
  });

  it('tells unknown, expired and revoked apart', async () => {
    const { admin } = await identity.signUp('states');
    expect(await identity.resolve(newApiKey())).toEqual({ state: 'unknown' });
    const expired = await identity.createKey(admin, { expires_at: '2026-01-01T00:00:00Z' });
    expect(await identity.resolve(expired.key)).toEqual({ state: 'expired' });
    const later = await identity.createKey(admin, { expires_at: '2126-01-01T00:00:00Z' });
    expect(await identity.resolve(later.key)).toMatchObject({ state: 'valid', expires_at: expect.stringContaining('2126') });
    await admin.call(RevokeApiKey, { key_id: expired.id });
    expect(await identity.resolve(expired.key)).toEqual({ state: 'revoked' });
  });

  it('never does more than its maker may do now', async () => {
    const { account, admin } = await identity.signUp('demoted');
    const { key } = await identity.createKey(admin, { scopes: ['account:manage', 'content:read'] });
    await identity.stack.query(`UPDATE identity.users SET role = 'viewer' WHERE id = $1`, [account.user.id]);
    expect(await identity.resolve(key)).toMatchObject({ state: 'valid', actor: { role: 'viewer', scopes: ['content:read'] } });
    await identity.stack.query('UPDATE identity.users SET is_active = false WHERE id = $1', [account.user.id]);
    expect(await identity.resolve(key)).toEqual({ state: 'revoked' });
  });

  it('notes the use once a minute, not at every request', async () => {
    const { admin } = await identity.signUp('used');
    const { id, key } = await identity.createKey(admin);
    await identity.resolve(key);
    const first = await columnOf(id, 'last_used_at::text');
    expect(first).not.toBeNull();
    await identity.resolve(key);
    expect(await columnOf(id, 'last_used_at::text')).toBe(first);
    await identity.stack.query(`UPDATE identity.client_keys SET last_used_at = now() - interval '61 seconds' WHERE id = $1`, [id]);
    await identity.resolve(key);
    expect(await columnOf(id, `last_used_at > now() - interval '10 seconds'`)).toBe(true);
  });

  it('is for the gateway alone', async () => {
    const { admin } = await identity.signUp('alone');
    const { key } = await identity.createKey(admin);
    const context = await identity.stack.actorTokens('content').serviceContext(null, 'curious');
    const curious = identity.ask(ResolveApiKey, { key_hash: hashApiKey(key) }, context);
    await expect(curious).rejects.toMatchObject({ code: expect.stringMatching(/^PLATFORM_(ACTOR_REFUSED|SCOPE_MISSING)$/) });
  });
});

describe('revoking an API key', () => {
  it('takes effect at once, tells every gateway, and is told as an event', async () => {
    const { admin } = await identity.signUp('revoke');
    const { id, key } = await identity.createKey(admin);
    const heard: unknown[] = [];
    const subscription = onBroadcast(identity.stack.nats, CredentialChanged, (data) => heard.push(data));
    const revoked = await admin.call(RevokeApiKey, { key_id: id });
    expect(revoked.revoked_at).not.toBeNull();
    expect(await identity.resolve(key)).toEqual({ state: 'revoked' });
    await eventually(() => expect(heard).toEqual([{ key_hash: hashApiKey(key) }]));
    subscription.unsubscribe();
    const events = await identity.stack.query<{ subject: string }>(
      'SELECT subject, aggregate_version::int FROM identity.outbox WHERE aggregate_id = $1 ORDER BY id',
      [id],
    );
    expect(events).toEqual([
      { subject: 'evt.identity.api-key.created.v1', aggregate_version: 1 },
      { subject: 'evt.identity.api-key.revoked.v1', aggregate_version: 2 },
    ]);
  });

  it('may be repeated, also at the same time, without a second event', async () => {
    const { admin } = await identity.signUp('again');
    const { id } = await identity.createKey(admin);
    const answers = await Promise.all(Array.from({ length: 5 }, () => admin.call(RevokeApiKey, { key_id: id })));
    expect(new Set(answers.map((answer) => answer.revoked_at)).size).toBe(1);
    const [count] = await identity.stack.query('SELECT count(*)::int AS events FROM identity.outbox WHERE aggregate_id = $1', [id]);
    expect(count).toEqual({ events: 2 });
  });

  it('tells every gateway when it is repeated because the answer of the first was lost with its process', async () => {
    const { admin } = await identity.signUp('lost');
    const { id, key } = await identity.createKey(admin);
    await identity.stack.query('UPDATE identity.client_keys SET revoked_at = now() WHERE id = $1', [id]);
    const heard: unknown[] = [];
    const subscription = onBroadcast(identity.stack.nats, CredentialChanged, (data) => heard.push(data));
    await admin.call(RevokeApiKey, { key_id: id });
    await eventually(() => expect(heard).toEqual([{ key_hash: hashApiKey(key) }]));
    subscription.unsubscribe();
  });

  it('does not know another company’s key, nor one that never was', async () => {
    const { admin } = await identity.signUp('owner');
    const { admin: stranger } = await identity.signUp('stranger');
    const { id, key } = await identity.createKey(admin);
    await expect(stranger.call(RevokeApiKey, { key_id: id })).rejects.toMatchObject({ code: 'IDENTITY_API_KEY_NOT_FOUND' });
    await expect(admin.call(RevokeApiKey, { key_id: randomUUID() })).rejects.toMatchObject({ code: 'IDENTITY_API_KEY_NOT_FOUND' });
    expect(await identity.resolve(key)).toMatchObject({ state: 'valid' });
  });
});
