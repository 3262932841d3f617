import { randomUUID } from 'node:crypto';
import { onBroadcast } from '@smartcontent/bus';
import { type Actor, CredentialChanged, hashApiKey, ListApiKeys, RevokeApiKey, RotateApiKey } from '@smartcontent/contracts';
import { eventually } from '@smartcontent/testing';
import { describe, expect, it } from 'vitest';
import { useIdentity } from './use-identity.js';

const identity = useIdentity();
const expire = (keyId: string) =>
  identity.stack.query(`UPDATE identity.client_keys SET expires_at = now() - interval '1 second' WHERE id = $1`, [keyId]);

describe('rotating an API key', () => {
  it('makes one that may the same, while the old one works on until the overlap is over', async () => {
    const { admin } = await identity.signUp('rotate');
    const old = await identity.createKey(admin, { scopes: ['content:read', 'events:write'], limits: { read: 5 } });
    const before = Date.now();
    const { key, replaces, ...created } = await admin.call(RotateApiKey, { key_id: old.id, overlap_seconds: 3_600 });
    expect(created).toMatchObject({ client_id: old.client_id, name: 'website', scopes: old.scopes, limits: { read: 5 }, expires_at: null });
    expect(replaces).toMatchObject({ id: old.id, replaced_by: created.id });
    expect(Date.parse(replaces.expires_at ?? '') - before).toBeGreaterThan(3_590_000);
    expect(Date.parse(replaces.expires_at ?? '') - before).toBeLessThan(3_610_000);
    const clientId = old.client_id;
    expect(await identity.resolve(old.key)).toMatchObject({
      state: 'valid',
      actor: { client_id: clientId },
      expires_at: replaces.expires_at,
    });
    expect(await identity.resolve(key)).toMatchObject({ state: 'valid', actor: { client_id: clientId }, expires_at: null });
    await expire(old.id);
    expect(await identity.resolve(old.key)).toEqual({ state: 'expired' });
    expect(await identity.resolve(key)).toMatchObject({ state: 'valid' });
  });

  it('tells every gateway of the old key’s new end, and both as events', async () => {
    const { admin } = await identity.signUp('told');
    const old = await identity.createKey(admin);
    const heard: unknown[] = [];
    const subscription = onBroadcast(identity.stack.nats, CredentialChanged, (data) => heard.push(data));
    const { id, key, replaces } = await admin.call(RotateApiKey, { key_id: old.id });
    await eventually(() => expect(heard).toEqual([{ key_hash: hashApiKey(old.key) }]));
    subscription.unsubscribe();
    const events = await identity.stack.query(
      'SELECT subject, aggregate_id, aggregate_version::int AS version, data FROM identity.outbox WHERE aggregate_id = ANY ($1) ORDER BY id',
      [[old.id, id]],
    );
    expect(events.slice(1)).toEqual([
      { subject: 'evt.identity.api-key.created.v1', aggregate_id: id, version: 1, data: expect.anything() },
      {
        subject: 'evt.identity.api-key.rotated.v1',
        aggregate_id: old.id,
        version: 2,
        data: { name: 'website', replaced_by: id, expires_at: replaces.expires_at },
      },
    ]);
    for (const table of ['outbox', 'audit_log', 'client_keys']) {
      const rows = await identity.stack.query<{ text: string }>(`SELECT t::text AS text FROM identity.${table} t`);
      expect(rows.some(({ text }) => text.includes(key))).toBe(false);
    }
  });

  it('ends the old key at once where no overlap is wanted, and never later than it was to end', async () => {
    const { admin } = await identity.signUp('overlap');
    const leaked = await identity.createKey(admin);
    await admin.call(RotateApiKey, { key_id: leaked.id, overlap_seconds: 0 });
    expect(await identity.resolve(leaked.key)).toEqual({ state: 'expired' });
    const soon = new Date(Date.now() + 60_000).toISOString();
    const ending = await identity.createKey(admin, { expires_at: soon });
    const { replaces, expires_at } = await admin.call(RotateApiKey, { key_id: ending.id, overlap_seconds: 3_600 });
    expect(Date.parse(replaces.expires_at ?? '')).toBe(Date.parse(soon));
    // A key with an end is not rotated into one without.
    expect(Date.parse(expires_at ?? '')).toBeGreaterThanOrEqual(Date.parse(soon));
    expect(Date.parse(expires_at ?? '')).toBeLessThan(Date.parse(soon) + 30_000);
  });

  it('refuses a key that was revoked, has expired or was rotated already, and one that nobody has', async () => {
    const { admin } = await identity.signUp('ended');
    const { admin: stranger } = await identity.signUp('ended-stranger');
    const [revoked, expired, rotated] = await Promise.all([1, 2, 3].map(() => identity.createKey(admin)));
    await admin.call(RevokeApiKey, { key_id: revoked?.id ?? '' });
    await expire(expired?.id ?? '');
    await admin.call(RotateApiKey, { key_id: rotated?.id ?? '' });
    for (const key of [revoked, expired, rotated]) {
      await expect(admin.call(RotateApiKey, { key_id: key?.id ?? '' })).rejects.toMatchObject({ code: 'IDENTITY_API_KEY_ENDED' });
    }
    await expect(admin.call(RotateApiKey, { key_id: randomUUID() })).rejects.toMatchObject({ code: 'IDENTITY_API_KEY_NOT_FOUND' });
    const theirs = stranger.call(RotateApiKey, { key_id: rotated?.id ?? '' });
    await expect(theirs).rejects.toMatchObject({ code: 'IDENTITY_API_KEY_NOT_FOUND' });
  });

  it('gives nobody scopes that he does not hold', async () => {
    const { account, admin } = await identity.signUp('less');
    const { id } = await identity.createKey(admin, { scopes: ['content:read', 'content:approve'] });
    const actor: Actor = {
      kind: 'user',
      company_id: account.company.id,
      user_id: account.user.id,
      role: 'admin',
      tier: 'free',
      scopes: ['account:manage', 'content:read'],
    };
    const rotation = identity.ask(RotateApiKey, { key_id: id }, await identity.stack.contextOf(actor));
    await expect(rotation).rejects.toMatchObject({ code: 'IDENTITY_SCOPE_NOT_HELD', data: { scopes: ['content:approve'] } });
  });

  it('makes one key however many rotate it at once', async () => {
    const { admin } = await identity.signUp('race');
    const { id, client_id } = await identity.createKey(admin);
    const tries = await Promise.allSettled(Array.from({ length: 5 }, () => admin.call(RotateApiKey, { key_id: id })));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await admin.call(ListApiKeys, { client_id })).items).toHaveLength(2);
  });
});
