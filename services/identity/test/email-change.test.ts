import { randomUUID } from 'node:crypto';
import {
  ChangePassword,
  ConfirmEmailChange,
  GetOwnUser,
  ListAudit,
  LogIn,
  MAIL_TOKEN,
  RefreshSession,
  RequestEmailChange,
  RequestPasswordReset,
  ResetPassword,
  VerifyEmail,
} from '@smartcontent/contracts';
import { describe, expect, it } from 'vitest';
import { PASSWORD, useIdentity } from './use-identity.js';

const identity = useIdentity({ hasMail: true });
const refused = { code: 'IDENTITY_MAIL_TOKEN_REFUSED' };
const logIn = (email: string) => identity.ask(LogIn, { email, password: PASSWORD });
const later = (userId: string) =>
  identity.stack.query(`UPDATE identity.email_changes SET created_at = now() - interval '2 minutes' WHERE user_id = $1`, [userId]);

describe('another e-mail address', () => {
  it('counts from when its mail came back: sessions stay, the former one is told and opens nothing any more', async () => {
    const { account, admin } = await identity.signUp('mover');
    const verification = await identity.mailboxes.tokenOf('mover@example.org');
    await identity.ask(RequestPasswordReset, { email: 'mover@example.org' });
    const reset = await identity.mailboxes.tokenOf('mover@example.org', 2);
    const { expires_at } = await admin.call(RequestEmailChange, { email: 'Moved@NEW.example', password: PASSWORD });
    expect(Date.parse(expires_at)).toBeGreaterThan(Date.now());
    expect((await logIn('mover@example.org')).user.email).toBe('mover@example.org');
    await expect(logIn('moved@new.example')).rejects.toMatchObject({ code: 'IDENTITY_LOGIN_REFUSED' });
    const token = await identity.mailboxes.tokenOf('moved@new.example');
    const both = await Promise.allSettled([1, 2].map(() => identity.ask(ConfirmEmailChange, { token })));
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await admin.call(GetOwnUser, {})).toMatchObject({ email: 'moved@new.example', email_verified: true });
    expect((await logIn('moved@new.example')).user.id).toBe(account.user.id);
    await expect(logIn('mover@example.org')).rejects.toMatchObject({ code: 'IDENTITY_LOGIN_REFUSED' });
    await identity.ask(RefreshSession, { refresh_token: account.session.refresh_token });
    const [notice] = await identity.mailboxes.of('mover@example.org', 3);
    expect(notice?.subject).toBe('Your e-mail address was changed');
    expect(notice?.text).not.toContain('new.example');
    await expect(identity.ask(VerifyEmail, { token: verification })).rejects.toMatchObject(refused);
    await expect(identity.ask(ResetPassword, { token: reset, password: PASSWORD })).rejects.toMatchObject(refused);
    const { items } = await admin.call(ListAudit, { service: 'identity', table_name: 'users', operation: 'update' });
    expect(items.find(({ new_values }) => JSON.stringify(new_values).includes('moved@'))).toMatchObject({
      user_id: account.user.id,
      old_values: { email: 'mover@example.org' },
      new_values: { email: 'moved@new.example' },
    });
  });

  it('needs the password, must be another one, and is none that looks like another’s', async () => {
    const { account, admin } = await identity.signUp('careful');
    const wanted = { email: 'careful@new.example', password: PASSWORD };
    await expect(admin.call(RequestEmailChange, { ...wanted, password: 'wrong' })).rejects.toMatchObject({
      code: 'IDENTITY_PASSWORD_WRONG',
    });
    await expect(admin.call(RequestEmailChange, { ...wanted, email: 'CAREFUL@example.org' })).rejects.toMatchObject({
      code: 'IDENTITY_EMAIL_UNCHANGED',
    });
    for (const email of ['ada@аррӏе.example', 'no address', 'a@b.example\r\nBcc: eve@evil.example']) {
      await expect(admin.call(RequestEmailChange, { ...wanted, email })).rejects.toMatchObject({ code: 'PLATFORM_INPUT_INVALID' });
    }
    const ghost = identity.stack.caller({ companyId: account.company.id, userId: randomUUID() });
    await expect(ghost.call(RequestEmailChange, wanted)).rejects.toMatchObject({ code: 'PLATFORM_ACTOR_REFUSED' });
    await admin.call(RequestEmailChange, wanted);
    await expect(admin.call(RequestEmailChange, wanted)).rejects.toMatchObject({ code: 'IDENTITY_MAIL_TOO_SOON' });
  });

  it('is mailed to five times an hour at most', async () => {
    const { account, admin } = await identity.signUp('often');
    const ask = (n: number) => admin.call(RequestEmailChange, { email: `often-${n}@new.example`, password: PASSWORD });
    for (let n = 1; n <= 5; n++) {
      await ask(n);
      await later(account.user.id);
    }
    await expect(ask(6)).rejects.toMatchObject({ code: 'IDENTITY_MAIL_TOO_SOON' });
    await identity.stack.query(`UPDATE identity.email_changes SET created_at = now() - interval '2 hours' WHERE user_id = $1`, [
      account.user.id,
    ]);
    expect(await ask(6)).toHaveProperty('expires_at');
  });

  it('that has an account is refused to who reads its mail, and told to nobody else', async () => {
    await identity.signUp('taken');
    const { admin } = await identity.signUp('taker');
    expect(await admin.call(RequestEmailChange, { email: 'taken@example.org', password: PASSWORD })).toHaveProperty('expires_at');
    const token = await identity.mailboxes.tokenOf('taken@example.org', 2);
    for (let round = 0; round < 2; round++) {
      await expect(identity.ask(ConfirmEmailChange, { token })).rejects.toMatchObject({ code: 'IDENTITY_EMAIL_TAKEN' });
    }
    expect(await admin.call(GetOwnUser, {})).toMatchObject({ email: 'taker@example.org' });
  });

  it('is not taken where the password is another one by then', async () => {
    const { admin } = await identity.signUp('robbed');
    await admin.call(RequestEmailChange, { email: 'robber@new.example', password: PASSWORD });
    const token = await identity.mailboxes.tokenOf('robber@new.example');
    await admin.call(ChangePassword, { current_password: PASSWORD, new_password: `${PASSWORD} staple` });
    await expect(identity.ask(ConfirmEmailChange, { token })).rejects.toMatchObject(refused);
    expect(await admin.call(GetOwnUser, {})).toMatchObject({ email: 'robbed@example.org' });
  });

  it('is taken by no token that is unknown, past its time, followed by another, or of an account that was switched off', async () => {
    const { account, admin } = await identity.signUp('late');
    const confirm = (token: string) => identity.ask(ConfirmEmailChange, { token });
    const userId = account.user.id;
    await expect(confirm(MAIL_TOKEN.create())).rejects.toMatchObject(refused);
    await admin.call(RequestEmailChange, { email: 'first@new.example', password: PASSWORD });
    const first = await identity.mailboxes.tokenOf('first@new.example');
    await later(userId);
    await admin.call(RequestEmailChange, { email: 'second@new.example', password: PASSWORD });
    const second = await identity.mailboxes.tokenOf('second@new.example');
    await expect(confirm(first)).rejects.toMatchObject(refused);
    await identity.stack.query('UPDATE identity.users SET is_active = false WHERE id = $1', [userId]);
    await expect(confirm(second)).rejects.toMatchObject(refused);
    await identity.stack.query('UPDATE identity.users SET is_active = true WHERE id = $1', [userId]);
    await identity.stack.query('UPDATE identity.email_changes SET expires_at = now() WHERE user_id = $1', [userId]);
    await expect(confirm(second)).rejects.toMatchObject(refused);
    expect(await admin.call(GetOwnUser, {})).toMatchObject({ email: 'late@example.org' });
  });
});
