import { ChangePassword, LogIn, MAIL_TOKEN, RefreshSession, RequestPasswordReset, ResetPassword } from '@smartcontent/contracts';
import { eventually } from '@smartcontent/testing';
import { describe, expect, it } from 'vitest';
import { PASSWORD, useIdentity } from './use-identity.js';

const identity = useIdentity({ hasMail: true });
const NEW_PASSWORD = 'another horse, same battery';
const refused = { code: 'IDENTITY_MAIL_TOKEN_REFUSED' };
const ask = (name: string) => identity.ask(RequestPasswordReset, { email: `${name}@example.org` });
const resetsOf = (userId: string) => identity.stack.query('SELECT id FROM identity.password_resets WHERE user_id = $1', [userId]);
const answered = () => eventually(async () => expect(await identity.stack.query('SELECT 1 FROM identity.reset_requests')).toEqual([]));
/** The newest mail is that of signing up until the reset's is there. */
const tokenOf = (name: string) => identity.mailboxes.tokenOf(`${name}@example.org`, 2);

describe('a forgotten password', () => {
  it('is replaced by the token of the mail, and every session ends', async () => {
    const { account } = await identity.signUp('forgot');
    expect(await ask('forgot')).toEqual({});
    const token = await tokenOf('forgot');
    expect((await identity.mailboxes.of('forgot@example.org'))[0]?.subject).toBe('Set a new password');
    expect(await identity.ask(ResetPassword, { token, password: NEW_PASSWORD })).toEqual({ email: 'forgot@example.org' });
    const logIn = (password: string) => identity.ask(LogIn, { email: 'forgot@example.org', password });
    await expect(logIn(PASSWORD)).rejects.toMatchObject({ code: 'IDENTITY_LOGIN_REFUSED' });
    expect((await logIn(NEW_PASSWORD)).user.id).toBe(account.user.id);
    const refresh = identity.ask(RefreshSession, { refresh_token: account.session.refresh_token });
    await expect(refresh).rejects.toMatchObject({ code: 'IDENTITY_REFRESH_REFUSED' });
    const [user] = await identity.stack.query('SELECT email_verified FROM identity.users WHERE id = $1', [account.user.id]);
    expect(user).toEqual({ email_verified: true });
    const [traces] = await identity.stack.query<{ text: string }>(`SELECT string_agg(a::text, '') AS text FROM identity.audit_log a`);
    expect(traces?.text).not.toContain('argon2');
  });

  it('is replaced once by one of several tokens, also by two at the same time', async () => {
    const { account } = await identity.signUp('twice');
    await ask('twice');
    const first = await tokenOf('twice');
    await identity.stack.query(`UPDATE identity.password_resets SET created_at = now() - interval '2 minutes' WHERE user_id = $1`, [
      account.user.id,
    ]);
    await ask('twice');
    const second = await identity.mailboxes.tokenOf('twice@example.org', 3);
    const outcomes = await Promise.allSettled(
      [first, first, second].map((token) => identity.ask(ResetPassword, { token, password: NEW_PASSWORD })),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(identity.ask(ResetPassword, { token: second, password: PASSWORD })).rejects.toMatchObject(refused);
  });

  it('stays with a token that is unknown, past its time, or of an account that was switched off', async () => {
    const { account } = await identity.signUp('stays');
    await expect(identity.ask(ResetPassword, { token: MAIL_TOKEN.create(), password: NEW_PASSWORD })).rejects.toMatchObject(refused);
    await ask('stays');
    const token = await tokenOf('stays');
    await identity.stack.query('UPDATE identity.users SET is_active = false WHERE id = $1', [account.user.id]);
    await expect(identity.ask(ResetPassword, { token, password: NEW_PASSWORD })).rejects.toMatchObject(refused);
    await identity.stack.query('UPDATE identity.users SET is_active = true WHERE id = $1', [account.user.id]);
    await identity.stack.query('UPDATE identity.password_resets SET expires_at = now() WHERE user_id = $1', [account.user.id]);
    await expect(identity.ask(ResetPassword, { token, password: NEW_PASSWORD })).rejects.toMatchObject(refused);
    expect((await identity.ask(LogIn, { email: 'stays@example.org', password: PASSWORD })).user.id).toBe(account.user.id);
  });
});

it('a password that was changed is not set anew by a token from before', async () => {
  const { account, admin } = await identity.signUp('changed');
  await ask('changed');
  const token = await tokenOf('changed');
  await admin.call(ChangePassword, { current_password: PASSWORD, new_password: NEW_PASSWORD });
  await expect(identity.ask(ResetPassword, { token, password: PASSWORD })).rejects.toMatchObject(refused);
  const { user } = await identity.ask(LogIn, { email: 'changed@example.org', password: NEW_PASSWORD });
  expect(user.id).toBe(account.user.id);
});

describe('asking for a new password', () => {
  it('answers and writes the same for an address without an account, and sends nothing there', async () => {
    expect(await ask('nobody-at-all')).toEqual({});
    await answered();
    expect(await identity.stack.query(`SELECT 1 FROM identity.mails WHERE address = 'nobody-at-all@example.org'`)).toEqual([]);
  });

  it('sends one mail a minute, however often somebody asks', async () => {
    const { account } = await identity.signUp('flood');
    await Promise.all(Array.from({ length: 10 }, () => ask('flood')));
    await tokenOf('flood');
    await ask('flood');
    await answered();
    expect(await resetsOf(account.user.id)).toHaveLength(1);
  });
});
