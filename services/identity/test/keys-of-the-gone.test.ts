import {
  AcceptInvitation,
  AddApiKey,
  CreateApiKey,
  CreateInvitation,
  ListApiKeys,
  RotateApiKey,
  UpdateUser,
} from '@smartcontent/contracts';
import { expect, it } from 'vitest';
import { PASSWORD, useIdentity } from './use-identity.js';

const identity = useIdentity({ hasMail: true });

it('who is switched off leaves no key behind, also none that he was just making', async () => {
  const { admin } = await identity.signUp('gone');
  const email = 'second@guest.example';
  await admin.call(CreateInvitation, { email, role: 'admin' });
  const { user } = await identity.ask(AcceptInvitation, { token: await identity.mailboxes.tokenOf(email), password: PASSWORD });
  const leaver = identity.stack.caller({ companyId: admin.companyId, userId: user.id, tier: 'free' });
  for (let round = 0; round < 5; round++) {
    const { id, client_id } = await identity.createKey(leaver);
    const scopes = ['content:read' as const];
    await Promise.allSettled([
      leaver.call(CreateApiKey, { name: 'in time?', scopes }),
      leaver.call(AddApiKey, { client_id, scopes }),
      admin.call(UpdateUser, { user_id: user.id, is_active: false }),
      leaver.call(RotateApiKey, { key_id: id }),
      leaver.call(CreateApiKey, { name: 'too late?', scopes }),
    ]);
    const { items } = await admin.call(ListApiKeys, { limit: 100 });
    expect(items.length).toBeGreaterThan(round);
    expect(items.filter(({ revoked_at }) => revoked_at === null)).toEqual([]);
    await admin.call(UpdateUser, { user_id: user.id, is_active: true });
  }
});

it('a company has a thousand keys that work at most, and who made them all is switched off all the same', async () => {
  const { account, admin } = await identity.signUp('thousand');
  const email = 'third@guest.example';
  await admin.call(CreateInvitation, { email, role: 'admin' });
  const { user } = await identity.ask(AcceptInvitation, { token: await identity.mailboxes.tokenOf(email), password: PASSWORD });
  const leaver = identity.stack.caller({ companyId: admin.companyId, userId: user.id, tier: 'free' });
  const { id, client_id } = await identity.createKey(leaver);
  const copies = `INSERT INTO identity.client_keys (id, company_id, client_id, kind, prefix, key_hash, scopes, created_by)
    SELECT gen_random_uuid(), company_id, client_id, kind, prefix, 'copy' || n, scopes, created_by FROM identity.client_keys, generate_series(1, 999) n WHERE id = $1`;
  await identity.stack.query(copies, [id]);
  const tooMany = { code: 'IDENTITY_API_KEYS_TOO_MANY' };
  await expect(identity.createKey(admin)).rejects.toMatchObject(tooMany);
  await expect(admin.call(RotateApiKey, { key_id: id })).rejects.toMatchObject(tooMany);
  await identity.stack.query('UPDATE identity.client_keys SET expires_at = now() WHERE id = $1', [id]);
  await admin.call(AddApiKey, { client_id, scopes: ['content:read'] });
  await admin.call(UpdateUser, { user_id: user.id, is_active: false });
  const working = 'SELECT created_by FROM identity.client_keys WHERE company_id = $1 AND revoked_at IS NULL AND expires_at IS NULL';
  expect(await identity.stack.query(working, [account.company.id])).toEqual([{ created_by: account.user.id }]);
});
