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
import { type Caller, eventually } from '@smartcontent/testing';
import { type TOTP, URI } from 'otpauth';
import { DataSource } from 'typeorm';
import { describe, expect, it } from 'vitest';
import { PASSWORD, useIdentity } from './use-identity.js';

const identity = useIdentity({ hasMail: true });

/** How often Postgres had to end one of two transactions that waited for each other. */
const deadlocks = () => identity.stack.query('SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()');

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

  it('that was never confirmed goes without a word: sessions stay and no mail is sent', async () => {
    const { admin } = await identity.signUp('begun');
    const email = 'beginner@guest.example';
    await admin.call(CreateInvitation, { email, role: 'user' });
    const { user } = await identity.ask(AcceptInvitation, { token: await identity.mailboxes.tokenOf(email), password: PASSWORD });
    const { session } = await identity.ask(LogIn, { email, password: PASSWORD });
    const caller = identity.stack.caller({ companyId: admin.companyId, userId: user.id, role: 'user' });
    await caller.call(BeginTotp, { password: PASSWORD });
    await admin.call(RemoveUserTotp, { user_id: user.id, password: PASSWORD });
    expect(await identity.stack.query('SELECT 1 FROM identity.user_totp WHERE user_id = $1', [user.id])).toEqual([]);
    expect(await identity.ask(RefreshSession, { refresh_token: session.refresh_token })).toHaveProperty('access_token');
    const mails = `SELECT 1 FROM identity.mails WHERE user_id = $1 AND kind = 'totp-removed'`;
    expect(await identity.stack.query(mails, [user.id])).toEqual([]);
  });

  it('is taken off by two admins from each other at once, and neither waits for the other for good', async () => {
    const { account, admin } = await identity.signUp('pair');
    const email = 'second@guest.example';
    await admin.call(CreateInvitation, { email, role: 'admin' });
    const { user } = await identity.ask(AcceptInvitation, { token: await identity.mailboxes.tokenOf(email), password: PASSWORD });
    const second = identity.stack.caller({ companyId: admin.companyId, userId: user.id, role: 'admin' });
    const ids = [account.user.id, user.id];
    const database = await new DataSource({ type: 'postgres', url: identity.stack.postgresUrl }).initialize();
    const holder = database.createQueryRunner();
    try {
      await holder.startTransaction();
      await holder.query('SELECT id FROM identity.users WHERE id = ANY ($1) FOR NO KEY UPDATE', [ids]);
      const both = Promise.allSettled([
        admin.call(RemoveUserTotp, { user_id: user.id, password: PASSWORD }),
        second.call(RemoveUserTotp, { user_id: account.user.id, password: PASSWORD }),
      ]);
      const waiting = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
      await eventually(async () => expect(await identity.stack.query(waiting)).toHaveLength(2));
      const before = await deadlocks();
      await holder.commitTransaction();
      expect((await both).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
      expect(await deadlocks()).toEqual(before);
    } finally {
      await holder.release();
      await database.destroy();
    }
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
