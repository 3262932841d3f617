import { randomUUID } from 'node:crypto';
import {
  DeleteProviderKey,
  GetProviderKey,
  ListAudit,
  ListProviderKeys,
  OpenProviderKey,
  type ProviderKey,
  StoreProviderKey,
  SwitchProviderKey,
} from '@smartcontent/contracts';
import { Secrets } from '@smartcontent/secrets';
import { eventually } from '@smartcontent/testing';
import { DataSource } from 'typeorm';
import { describe, expect, it } from 'vitest';
import { useIdentity } from './use-identity.js';

const identity = useIdentity();
const KEY = 'sk-ant-api03-planted-secret-x3Qa';
const NOT_FOUND = { code: 'IDENTITY_PROVIDER_KEY_NOT_FOUND' };

/** As the service that calls the provider asks, and what it makes of the answer. */
async function open(companyId: string, serviceName: string): Promise<string> {
  const context = await identity.stack.actorTokens('scheduling').serviceContext(companyId, 'call the provider');
  const { sealed } = await identity.ask(OpenProviderKey, { service_name: serviceName }, context);
  return Secrets.fromMasterKey(identity.stack.addresses.masterKey).open(companyId, sealed);
}

describe('the key of a third party', () => {
  it('is kept sealed, told of by its end, and in no table, event or audit in clear', async () => {
    const { account, admin } = await identity.signUp('keep');
    const kept = await admin.call(StoreProviderKey, { service_name: 'anthropic', secret: KEY });
    expect(kept).toMatchObject({ service_name: 'anthropic', last_four: 'x3Qa', is_active: true, rotated_at: null });
    expect(JSON.stringify(kept)).not.toContain('planted');
    expect(await admin.call(GetProviderKey, { service_name: 'anthropic' })).toEqual(kept);
    for (const table of ['api_keys', 'outbox', 'audit_log', 'idempotency_keys']) {
      const rows = await identity.stack.query<{ text: string }>(`SELECT t::text AS text FROM identity.${table} t`);
      expect(rows.some(({ text }) => text.includes('planted'))).toBe(false);
    }
    expect(await open(account.company.id, 'anthropic')).toBe(KEY);
  });

  it('is replaced by the next one, also when two store it at once, and each change is an event in order', async () => {
    const { account, admin } = await identity.signUp('replace');
    const keys = Array.from({ length: 4 }, (_, index) => `sk-openai-number-000${index}`);
    await Promise.all(keys.map((key) => admin.call(StoreProviderKey, { service_name: 'openai', secret: key })));
    const last = await admin.call(StoreProviderKey, { service_name: 'openai', secret: KEY });
    expect(last.rotated_at).not.toBeNull();
    expect(await open(account.company.id, 'openai')).toBe(KEY);
    const events = await identity.stack.query<{ version: number }>(
      'SELECT aggregate_version::int AS version FROM identity.outbox WHERE aggregate_id = $1 ORDER BY id',
      [last.id],
    );
    expect(events.map(({ version }) => version)).toEqual([1, 2, 3, 4, 5]);
    const { items } = await admin.call(ListAudit, { service: 'identity', table_name: 'api_keys' });
    const writes = items.filter(({ operation }) => operation !== 'read').toReversed();
    expect(writes.map(({ operation }) => operation)).toEqual(['insert', 'update', 'update', 'update', 'update']);
    const endOf = (values: unknown) => (values as ProviderKey | null)?.last_four;
    // Each begins where the one before it ended.
    expect(writes.map((write) => endOf(write.old_values))).toEqual([
      undefined,
      ...writes.slice(0, -1).map((write) => endOf(write.new_values)),
    ]);
  });

  it('says in the audit what it replaced, also where that was stored a moment before', async () => {
    const { account, admin } = await identity.signUp('moment');
    const database = await new DataSource({ type: 'postgres', url: identity.stack.postgresUrl }).initialize();
    const other = database.createQueryRunner();
    try {
      await other.startTransaction();
      await other.query(
        `INSERT INTO identity.api_keys (id, company_id, service_name, sealed_key, last_four, created_by) VALUES ($1, $2, 'openai', '{}', 'been', $3)`,
        [randomUUID(), account.company.id, account.user.id],
      );
      const storing = admin.call(StoreProviderKey, { service_name: 'openai', secret: KEY });
      const waiting = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
      await eventually(async () => expect(await identity.stack.query(waiting)).toHaveLength(1));
      await other.commitTransaction();
      const stored = await storing;
      const { items } = await admin.call(ListAudit, { service: 'identity', table_name: 'api_keys' });
      expect(items).toMatchObject([{ operation: 'update', old_values: { id: stored.id, last_four: 'been' }, new_values: stored }]);
    } finally {
      await other.release();
      await database.destroy();
    }
  });

  it('opens for the service that calls the provider, and the audit says so', async () => {
    const { account, admin } = await identity.signUp('open');
    await admin.call(StoreProviderKey, { service_name: 'anthropic', secret: KEY });
    await open(account.company.id, 'anthropic');
    const audit = await identity.stack.query(
      `SELECT operation, actor FROM identity.audit_log WHERE company_id = $1 AND table_name = 'api_keys' ORDER BY id`,
      [account.company.id],
    );
    expect(audit).toEqual([
      { operation: 'insert', actor: `user:${account.user.id}` },
      { operation: 'read', actor: 'service:scheduling' },
    ]);
    const curious = await identity.stack.actorTokens('content').serviceContext(account.company.id, 'curious');
    const refusal = identity.ask(OpenProviderKey, { service_name: 'anthropic' }, curious);
    await expect(refusal).rejects.toMatchObject({ code: 'PLATFORM_SCOPE_MISSING' });
  });

  it('that is switched off does not open, and opens again when it is on', async () => {
    const { account, admin } = await identity.signUp('switch');
    const service_name = 'anthropic';
    await admin.call(StoreProviderKey, { service_name, secret: KEY });
    expect(await admin.call(SwitchProviderKey, { service_name, is_active: false })).toMatchObject({ is_active: false });
    await expect(open(account.company.id, service_name)).rejects.toMatchObject({ code: 'IDENTITY_PROVIDER_KEY_INACTIVE' });
    await admin.call(SwitchProviderKey, { service_name, is_active: true });
    expect(await open(account.company.id, service_name)).toBe(KEY);
  });

  it('that is deleted is forgotten', async () => {
    const { account, admin } = await identity.signUp('forget');
    const service_name = 'anthropic';
    await admin.call(StoreProviderKey, { service_name, secret: KEY });
    expect(await admin.call(DeleteProviderKey, { service_name })).toBeNull();
    await expect(open(account.company.id, service_name)).rejects.toMatchObject(NOT_FOUND);
    await expect(admin.call(DeleteProviderKey, { service_name })).rejects.toMatchObject(NOT_FOUND);
    await expect(admin.call(GetProviderKey, { service_name })).rejects.toMatchObject(NOT_FOUND);
    const subjects = await identity.stack.query<{ subject: string }>(
      'SELECT subject FROM identity.outbox WHERE company_id = $1 ORDER BY id DESC LIMIT 1',
      [account.company.id],
    );
    expect(subjects).toEqual([{ subject: 'evt.identity.provider-key.deleted.v1' }]);
  });

  it('is listed by name, page by page', async () => {
    const { admin } = await identity.signUp('list-keys');
    for (const service_name of ['openai', 'anthropic', 'mistral']) await admin.call(StoreProviderKey, { service_name, secret: KEY });
    const first = await admin.call(ListProviderKeys, { limit: 2 });
    const rest = await admin.call(ListProviderKeys, { limit: 2, cursor: first.next_cursor ?? '' });
    expect([...first.items, ...rest.items].map((item) => item.service_name)).toEqual(['anthropic', 'mistral', 'openai']);
    await expect(admin.call(ListProviderKeys, { cursor: 'tampered' })).rejects.toMatchObject({ code: 'PLATFORM_CURSOR_INVALID' });
  });

  it('of another company is not found, and a copied row does not open', async () => {
    const { account, admin } = await identity.signUp('key-owner');
    const { account: thief, admin: stranger } = await identity.signUp('key-thief');
    await admin.call(StoreProviderKey, { service_name: 'anthropic', secret: KEY });
    for (const contract of [GetProviderKey, DeleteProviderKey]) {
      await expect(stranger.call(contract, { service_name: 'anthropic' })).rejects.toMatchObject(NOT_FOUND);
    }
    const off = stranger.call(SwitchProviderKey, { service_name: 'anthropic', is_active: false });
    await expect(off).rejects.toMatchObject(NOT_FOUND);
    await stranger.call(StoreProviderKey, { service_name: 'anthropic', secret: 'sk-own-key-of-the-thief' });
    await identity.stack.query(
      `UPDATE identity.api_keys t SET sealed_key = o.sealed_key FROM identity.api_keys o WHERE t.company_id = $1 AND o.company_id = $2`,
      [thief.company.id, account.company.id],
    );
    await expect(open(thief.company.id, 'anthropic')).rejects.toThrow('does not open');
    expect(await open(account.company.id, 'anthropic')).toBe(KEY);
  });

  it('is refused where it could not stand in a header, or names no service', async () => {
    const { admin } = await identity.signUp('bad-keys');
    for (const [service_name, key] of [
      ['anthropic', 'short'],
      ['anthropic', `${KEY}\r\nx-injected: 1`],
      ['anthropic', `${KEY} `],
      ['anthropic', 'x'.repeat(4_097)],
      ['Anthropic', KEY],
      ['../x', KEY],
    ] as const) {
      await expect(admin.call(StoreProviderKey, { service_name, secret: key })).rejects.toMatchObject({ code: 'PLATFORM_INPUT_INVALID' });
    }
  });
});
