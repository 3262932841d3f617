import { randomUUID } from 'node:crypto';
import { GetContact, GetUserContact, ListAudit, UpdateContact } from '@smartcontent/contracts';
import { describe, expect, it } from 'vitest';
import { useIdentity } from './use-identity.js';

const identity = useIdentity();
const phone = '+493012345678';
const postal_address = '12 Planted Street\n10115 Berlin';

describe('contact details', () => {
  it('are one’s own to give, change and take away', async () => {
    const { admin } = await identity.signUp('own');
    expect(await admin.call(GetContact, {})).toEqual({ phone: null, postal_address: null });
    expect(await admin.call(UpdateContact, { phone, postal_address })).toEqual({ phone, postal_address });
    expect(await admin.call(UpdateContact, { phone: '+4930999999' })).toEqual({ phone: '+4930999999', postal_address });
    expect(await admin.call(UpdateContact, { phone: null, postal_address: null })).toEqual({ phone: null, postal_address: null });
    expect(
      await identity.stack.query('SELECT id FROM identity.users WHERE id = $1 AND encrypted_data IS NULL', [admin.userId]),
    ).toHaveLength(1);
  });

  it('stand sealed in users.encrypted_data, and nowhere else', async () => {
    const { admin } = await identity.signUp('sealed');
    await admin.call(UpdateContact, { phone, postal_address });
    await admin.call(GetUserContact, { user_id: admin.userId });
    const [row] = await identity.stack.query<{ text: string }>(
      `SELECT convert_from(encrypted_data, 'UTF8') AS text FROM identity.users WHERE id = $1`,
      [admin.userId],
    );
    expect(Object.keys(JSON.parse(row?.text ?? '{}'))).toEqual(['ciphertext', 'wrapped_key', 'key_id']);
    for (const table of ['users', 'audit_log', 'outbox', 'idempotency_keys']) {
      const rows = await identity.stack.query<{ text: string }>(`SELECT t::text AS text FROM identity.${table} t`);
      expect(rows.filter(({ text }) => text.includes(phone) || text.includes('Planted Street'))).toEqual([]);
    }
    const { items } = await admin.call(ListAudit, { service: 'identity', table_name: 'users' });
    expect(items[0]).toMatchObject({ operation: 'read', new_values: { id: admin.userId, contact: ['phone', 'postal_address'] } });
    expect(items[1]).toMatchObject({
      operation: 'update',
      old_values: { contact: [] },
      new_values: { changed: ['phone', 'postal_address'] },
    });
    expect(JSON.stringify(items)).not.toContain(phone);
  });

  it('are shown to admins of the company, each look audited, and to nobody else', async () => {
    const { account, admin } = await identity.signUp('shown');
    const { admin: stranger } = await identity.signUp('stranger');
    await admin.call(UpdateContact, { phone });
    const of = { user_id: admin.userId };
    const otherAdmin = identity.stack.caller({ companyId: account.company.id });
    expect(await otherAdmin.call(GetUserContact, of)).toEqual({ phone, postal_address: null });
    const reads = `SELECT user_id FROM identity.audit_log WHERE company_id = $1 AND table_name = 'users' AND operation = 'read'`;
    expect(await identity.stack.query(reads, [account.company.id])).toEqual([{ user_id: otherAdmin.userId }]);
    const manager = identity.stack.caller({ companyId: account.company.id, role: 'manager' });
    await expect(manager.call(GetUserContact, of)).rejects.toMatchObject({ code: 'PLATFORM_SCOPE_MISSING' });
    await expect(stranger.call(GetUserContact, of)).rejects.toMatchObject({ code: 'IDENTITY_USER_NOT_FOUND' });
    await expect(admin.call(GetUserContact, { user_id: randomUUID() })).rejects.toMatchObject({ code: 'IDENTITY_USER_NOT_FOUND' });
  });

  it('are refused where they are none, and where the user is gone', async () => {
    const { account, admin } = await identity.signUp('refused');
    const invalid = { code: 'PLATFORM_INPUT_INVALID' };
    for (const wrong of ['030 12345678', '+0123456789', '+49', `+${'1'.repeat(16)}`, '+4930\r\n123456']) {
      await expect(admin.call(UpdateContact, { phone: wrong })).rejects.toMatchObject(invalid);
    }
    await expect(admin.call(UpdateContact, { postal_address: 'x'.repeat(501) })).rejects.toMatchObject(invalid);
    const ghost = identity.stack.caller({ companyId: account.company.id });
    await expect(ghost.call(GetContact, {})).rejects.toMatchObject({ code: 'PLATFORM_ACTOR_REFUSED' });
    await expect(ghost.call(UpdateContact, { phone })).rejects.toMatchObject({ code: 'PLATFORM_ACTOR_REFUSED' });
  });
});
