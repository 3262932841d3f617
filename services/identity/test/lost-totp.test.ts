import { randomUUID } from 'node:crypto';
import {
  AcceptInvitation,
  BeginTotp,
  ConfirmTotp,
  CreateInvitation,
  ListAudit,
  LogIn,
  RefreshSession,
  RemoveUserTotp,
} from '@smartcontent/contracts';
import type { Caller } from '@smartcontent/testing';
import { type TOTP, URI } from 'otpauth';
import { describe, expect, it } from 'vitest';
import { PASSWORD, useIdentity } from './use-identity.js';

const identity = useIdentity({ hasMail: true });

/** A colleague of the admin who has an authenticator and is logged in. */
async function colleagueOf(admin: Caller, name: string) {
  const email = `${name}@guest.example`;
  await admin.call(CreateInvitation, { email, role: 'manager' });
  const { user } = await identity.ask(AcceptInvitation, { token: await identity.mailboxes.tokenOf(email), password: PASSWORD });
  const { session } = await identity.ask(LogIn, { email, password: PASSWORD });
  const caller = identity.stack.caller({ companyId: admin.companyId, userId: user.id, role: 'manager' });
  const { otpauth_url } = await caller.call(BeginTotp, { password: PASSWORD });
  await caller.call(ConfirmTotp, { totp_code: (URI.parse(otpauth_url) as TOTP).generate() });
  return { email, caller, user_id: user.id, refresh_token: session.refresh_token };
}

describe('a lost authenticator', () => {
  it('is taken off by an admin: its user logs in without it, all sessions end, and he is told', async () => {
    const { admin } = await identity.signUp('lost');
    const { email, user_id, refresh_token } = await colleagueOf(admin, 'loser');
    await expect(identity.ask(LogIn, { email, password: PASSWORD })).rejects.toMatchObject({ code: 'IDENTITY_TOTP_NEEDED' });
    for (let round = 0; round < 2; round++) expect(await admin.call(RemoveUserTotp, { user_id, password: PASSWORD })).toBeNull();
    expect((await identity.ask(LogIn, { email, password: PASSWORD })).user.id).toBe(user_id);
    await expect(identity.ask(RefreshSession, { refresh_token })).rejects.toMatchObject({ code: 'IDENTITY_REFRESH_REFUSED' });
    const [mail] = await identity.mailboxes.of(email, 2);
    expect(mail?.subject).toBe('Your authenticator was removed');
    expect(mail?.text).toContain('an admin of lost has removed the authenticator');
    expect(mail?.text).not.toContain('sc_mail_');
    const codes = await identity.stack.query('SELECT 1 FROM identity.recovery_codes WHERE user_id = $1', [user_id]);
    expect(codes).toEqual([]);
    const removals = await admin.call(ListAudit, { service: 'identity', table_name: 'user_totp', operation: 'delete' });
    expect(removals.items).toMatchObject([{ user_id: admin.userId, old_values: { user_id } }]);
    const ends = await identity.stack.query(
      'SELECT DISTINCT end_reason FROM identity.sessions WHERE user_id = $1 AND ended_at IS NOT NULL',
      [user_id],
    );
    expect(ends).toEqual([{ end_reason: 'totp-removed' }]);
  });

  it('stays where the admin’s password is wrong, or who asks is no admin, or one of another company', async () => {
    const { admin } = await identity.signUp('kept');
    const { admin: stranger } = await identity.signUp('other');
    const { email, caller, user_id } = await colleagueOf(admin, 'keeper');
    const input = { user_id, password: PASSWORD };
    await expect(admin.call(RemoveUserTotp, { ...input, password: 'wrong' })).rejects.toMatchObject({ code: 'IDENTITY_PASSWORD_WRONG' });
    await expect(caller.call(RemoveUserTotp, input)).rejects.toMatchObject({ code: 'PLATFORM_SCOPE_MISSING' });
    await expect(stranger.call(RemoveUserTotp, input)).rejects.toMatchObject({ code: 'IDENTITY_USER_NOT_FOUND' });
    const none = admin.call(RemoveUserTotp, { ...input, user_id: randomUUID() });
    await expect(none).rejects.toMatchObject({ code: 'IDENTITY_USER_NOT_FOUND' });
    await expect(identity.ask(LogIn, { email, password: PASSWORD })).rejects.toMatchObject({ code: 'IDENTITY_TOTP_NEEDED' });
  });
});
