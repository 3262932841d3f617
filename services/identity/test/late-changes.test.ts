import {
  AcceptInvitation,
  accessTokenClaimsSchema,
  BeginTotp,
  ChangePassword,
  ConfirmTotp,
  CreateInvitation,
  LogIn,
  RemoveUserTotp,
  RequestEmailChange,
  SendEmailVerification,
  UpdateUser,
} from '@smartcontent/contracts';
import { eventually } from '@smartcontent/testing';
import { decodeJwt } from 'jose';
import { type TOTP, URI } from 'otpauth';
import { DataSource } from 'typeorm';
import { describe, expect, it } from 'vitest';
import { PASSWORD, useIdentity } from './use-identity.js';

const identity = useIdentity({ hasMail: true });
const USER = 'WHERE id = $1';

/** What becomes of a request during which somebody else makes this change: it comes as far as the row, and goes on when the change is there. */
async function meanwhile<T>(change: string, values: unknown[], request: () => Promise<T>): Promise<PromiseSettledResult<T>> {
  const admin = await new DataSource({ type: 'postgres', url: identity.stack.postgresUrl }).initialize();
  const other = admin.createQueryRunner();
  try {
    await other.startTransaction();
    await other.query(change, values);
    const outcome = Promise.allSettled([request()]);
    const waiting = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    await eventually(async () => expect(await identity.stack.query(waiting)).toHaveLength(1));
    await other.commitTransaction();
    return (await outcome)[0];
  } finally {
    await other.release();
    await admin.destroy();
  }
}

const refusal = (code: string) => ({ status: 'rejected', reason: { code } });

describe('what changes while a request is under way', () => {
  it('counts for a log-in: its token carries the role of now', async () => {
    const { account } = await identity.signUp('late-role');
    const logIn = () => identity.ask(LogIn, { email: 'late-role@example.org', password: PASSWORD });
    const outcome = await meanwhile(`UPDATE identity.users SET role = 'viewer' ${USER}`, [account.user.id], logIn);
    const token = outcome.status === 'fulfilled' ? outcome.value.session.access_token : '';
    expect(accessTokenClaimsSchema.parse(decodeJwt(token))).toMatchObject({ role: 'viewer' });
  });

  it('counts for a log-in: a company that was switched off lets nobody in', async () => {
    const { account } = await identity.signUp('late-company');
    const logIn = () => identity.ask(LogIn, { email: 'late-company@example.org', password: PASSWORD });
    const off =
      'WITH c AS (UPDATE identity.companies SET is_active = false WHERE id = $2) UPDATE identity.users SET updated_at = now() WHERE id = $1';
    expect(await meanwhile(off, [account.user.id, account.company.id], logIn)).toMatchObject(refusal('IDENTITY_LOGIN_REFUSED'));
  });

  it('counts for a new password: one that was set meanwhile stays', async () => {
    const { account, admin } = await identity.signUp('late-password');
    const change = () => admin.call(ChangePassword, { current_password: PASSWORD, new_password: 'password of a thief' });
    const reset = `UPDATE identity.users SET password_hash = 'set by mail' ${USER}`;
    expect(await meanwhile(reset, [account.user.id], change)).toMatchObject(refusal('IDENTITY_PASSWORD_WRONG'));
  });

  it('counts for who gives roles: an admin who was one until now takes nobody’s, nor his own back', async () => {
    const { account, admin } = await identity.signUp('late-admin');
    const off =
      'WITH c AS (SELECT id FROM identity.companies WHERE id = $2 FOR UPDATE) UPDATE identity.users SET is_active = false FROM c WHERE users.id = $1';
    const update = () => admin.call(UpdateUser, { user_id: account.user.id, is_active: true });
    expect(await meanwhile(off, [account.user.id, account.company.id], update)).toMatchObject(refusal('PLATFORM_ACTOR_REFUSED'));
  });

  it('counts for an invitation: its company must be there, and who gave it an admin, still', async () => {
    const { account, admin } = await identity.signUp('late-inviter');
    const email = 'late@guest.example';
    await admin.call(CreateInvitation, { email, role: 'admin' });
    const token = await identity.mailboxes.tokenOf(email);
    const accept = () => identity.ask(AcceptInvitation, { token, password: PASSWORD });
    const off = `UPDATE identity.companies SET is_active = false ${USER}`;
    expect(await meanwhile(off, [account.company.id], accept)).toMatchObject(refusal('IDENTITY_MAIL_TOKEN_REFUSED'));
    await identity.stack.query(`UPDATE identity.companies SET is_active = true ${USER}`, [account.company.id]);
    const demote = `UPDATE identity.users SET role = 'manager' ${USER}`;
    expect(await meanwhile(demote, [account.user.id], accept)).toMatchObject(refusal('IDENTITY_MAIL_TOKEN_REFUSED'));
  });

  it('counts for who takes an authenticator off a colleague: he must be an admin still', async () => {
    const { account, admin } = await identity.signUp('late-remover');
    const email = 'late-loser@guest.example';
    await admin.call(CreateInvitation, { email, role: 'user' });
    const { user } = await identity.ask(AcceptInvitation, { token: await identity.mailboxes.tokenOf(email), password: PASSWORD });
    const caller = identity.stack.caller({ companyId: account.company.id, userId: user.id, role: 'user' });
    await caller.call(BeginTotp, { password: PASSWORD });
    const demote = `WITH a AS (UPDATE identity.users SET role = 'viewer' ${USER}) SELECT id FROM identity.users WHERE id = $2 FOR UPDATE`;
    const remove = () => admin.call(RemoveUserTotp, { user_id: user.id, password: PASSWORD });
    expect(await meanwhile(demote, [account.user.id, user.id], remove)).toMatchObject(refusal('PLATFORM_ACTOR_REFUSED'));
  });

  it('counts for an authenticator: none is confirmed by the code of the one before it', async () => {
    const { account, admin } = await identity.signUp('late-totp');
    const held = 'SELECT ciphertext, wrapped_key, key_id FROM identity.user_totp WHERE user_id = $1';
    const put = 'UPDATE identity.user_totp SET ciphertext = $2, wrapped_key = $3, key_id = $4 WHERE user_id = $1';
    const sealed = async () => Object.values((await identity.stack.query(held, [account.user.id]))[0] ?? {});
    const { otpauth_url } = await admin.call(BeginTotp, { password: PASSWORD });
    const first = await sealed();
    await admin.call(BeginTotp, { password: PASSWORD });
    const second = await sealed();
    await identity.stack.query(put, [account.user.id, ...first]);
    const confirm = () => admin.call(ConfirmTotp, { totp_code: (URI.parse(otpauth_url) as TOTP).generate() });
    expect(await meanwhile(put, [account.user.id, ...second], confirm)).toMatchObject(refusal('IDENTITY_TOTP_REFUSED'));
  });
});

describe('many requests at once', () => {
  const fulfilled = (outcomes: readonly PromiseSettledResult<unknown>[]) => outcomes.filter(({ status }) => status === 'fulfilled').length;

  it('have one mail sent to an address', async () => {
    const { account, admin } = await identity.signUp('one-mail');
    await identity.stack.query(`UPDATE identity.email_verifications SET created_at = now() - interval '2 minutes' WHERE user_id = $1`, [
      account.user.id,
    ]);
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => admin.call(SendEmailVerification, {})));
    expect(fulfilled(outcomes)).toBe(1);
  });

  it('have one mail sent to an address that somebody wants to have', async () => {
    const { admin } = await identity.signUp('one-change');
    const change = () => admin.call(RequestEmailChange, { email: 'other@guest.example', password: PASSWORD });
    expect(fulfilled(await Promise.allSettled(Array.from({ length: 8 }, change)))).toBe(1);
  });

  it('send no more invitations than a company may', async () => {
    const { account, admin } = await identity.signUp('few-left');
    const past = `INSERT INTO identity.invitations (id, company_id, email, role, invited_by, token_hash, expires_at, revoked_at, created_at)
      SELECT gen_random_uuid(), $1, 'x', 'user', $2, 'few' || n, now(), now(), now() FROM generate_series(1, 499) n`;
    await identity.stack.query(past, [account.company.id, account.user.id]);
    const invite = (n: number) => admin.call(CreateInvitation, { email: `few-${n}@guest.example`, role: 'user' });
    expect(fulfilled(await Promise.allSettled([0, 1, 2, 3, 4, 5].map(invite)))).toBe(1);
  });
});
