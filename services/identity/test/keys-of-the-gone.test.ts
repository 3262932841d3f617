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
