import { randomUUID } from 'node:crypto';
import { LogIn, MAIL_TOKEN, SendEmailVerification, SignUp, VerifyEmail } from '@smartcontent/contracts';
import { eventually } from '@smartcontent/testing';
import { describe, expect, it } from 'vitest';
import { readConfig, start } from '../src/app.js';
import { PASSWORD, useIdentity } from './use-identity.js';

const identity = useIdentity({ hasMail: true });
const isVerified = async (userId: string) =>
  (await identity.stack.query<{ email_verified: boolean }>('SELECT email_verified FROM identity.users WHERE id = $1', [userId]))[0]
    ?.email_verified;
const refused = { code: 'IDENTITY_MAIL_TOKEN_REFUSED' };

describe('an e-mail address', () => {
  it('is verified by the token of the mail that signing up sends, once', async () => {
    const { account } = await identity.signUp('verify');
    const [mail] = await identity.mailboxes.of('verify@example.org');
    expect(mail).toMatchObject({ from: '"SmartContent" <no-reply@localhost>', subject: 'Confirm your e-mail address' });
    expect(await isVerified(account.user.id)).toBe(false);
    const token = await identity.mailboxes.tokenOf('verify@example.org');
    expect(await identity.ask(VerifyEmail, { token })).toEqual({ email: 'verify@example.org' });
    expect(await isVerified(account.user.id)).toBe(true);
    await expect(identity.ask(VerifyEmail, { token })).rejects.toMatchObject(refused);
  });

  it('is told apart from a look-alike, and kept in one spelling', async () => {
    const input = { company_name: 'Idn', password: PASSWORD };
    const { user } = await identity.ask(SignUp, { ...input, email: 'Ada@BÜCHER.example' });
    expect(user.email).toBe('ada@xn--bcher-kva.example');
    await expect(identity.ask(SignUp, { ...input, email: 'ada@xn--bcher-kva.example' })).rejects.toMatchObject({
      code: 'IDENTITY_EMAIL_TAKEN',
    });
    expect((await identity.ask(LogIn, { email: 'ADA@bücher.example', password: PASSWORD })).user.id).toBe(user.id);
    const lookalike = identity.ask(SignUp, { ...input, email: 'ada@аррӏе.example' });
    await expect(lookalike).rejects.toMatchObject({ code: 'PLATFORM_INPUT_INVALID' });
  });

  it('takes no token that is unknown, mistyped, past its time, or of an account that was switched off', async () => {
    const { account } = await identity.signUp('late');
    await expect(identity.ask(VerifyEmail, { token: MAIL_TOKEN.create() })).rejects.toMatchObject(refused);
    const token = await identity.mailboxes.tokenOf('late@example.org');
    const mistyped = token.replace(/.$/, (last) => (last === 'a' ? 'b' : 'a'));
    await expect(identity.ask(VerifyEmail, { token: mistyped })).rejects.toMatchObject(refused);
    await identity.stack.query('UPDATE identity.users SET is_active = false WHERE id = $1', [account.user.id]);
    await expect(identity.ask(VerifyEmail, { token })).rejects.toMatchObject(refused);
    await identity.stack.query('UPDATE identity.users SET is_active = true WHERE id = $1', [account.user.id]);
    await identity.stack.query('UPDATE identity.email_verifications SET expires_at = now() WHERE user_id = $1', [account.user.id]);
    await expect(identity.ask(VerifyEmail, { token })).rejects.toMatchObject(refused);
    expect(await isVerified(account.user.id)).toBe(false);
  });

  it('gets another mail when its user asks for one, but not at once and not once it is verified', async () => {
    const { account, admin } = await identity.signUp('again');
    await expect(admin.call(SendEmailVerification, {})).rejects.toMatchObject({ code: 'IDENTITY_MAIL_TOO_SOON' });
    await identity.stack.query(`UPDATE identity.email_verifications SET created_at = now() - interval '2 minutes' WHERE user_id = $1`, [
      account.user.id,
    ]);
    const { expires_at } = await admin.call(SendEmailVerification, {});
    expect(Date.parse(expires_at)).toBeGreaterThan(Date.now());
    await identity.ask(VerifyEmail, { token: await identity.mailboxes.tokenOf('again@example.org', 2) });
    await expect(admin.call(SendEmailVerification, {})).rejects.toMatchObject({ code: 'IDENTITY_EMAIL_VERIFIED' });
    const nobody = identity.stack.caller({ companyId: account.company.id, userId: randomUUID() });
    await expect(nobody.call(SendEmailVerification, {})).rejects.toMatchObject({ code: 'PLATFORM_ACTOR_REFUSED' });
  });
});

describe('a mail', () => {
  it('is sent again after the server was busy, and then forgotten', async () => {
    await identity.mailboxes.refuse('busy@example.org', 451, 1);
    await identity.signUp('busy');
    expect(await identity.mailboxes.of('busy@example.org')).toHaveLength(1);
    const waiting = () => identity.stack.query(`SELECT 1 FROM identity.mails WHERE address = 'busy@example.org'`);
    await eventually(async () => expect(await waiting()).toEqual([]));
  });

  it('is sent once, whichever of two replicas takes it', async () => {
    const env = { ...identity.stack.env('identity'), SMTP_URL: identity.mailboxes.smtpUrl };
    const second = await start(readConfig(env));
    const names = Array.from({ length: 8 }, (_, n) => `replica-${n}`);
    await Promise.all(names.map((name) => identity.signUp(name)));
    const waiting = () => identity.stack.query(`SELECT 1 FROM identity.mails WHERE address LIKE 'replica-%'`);
    await eventually(async () => expect(await waiting()).toEqual([]));
    await second[Symbol.asyncDispose]();
    for (const name of names) expect(await identity.mailboxes.of(`${name}@example.org`)).toHaveLength(1);
  });

  it('is given up where the server knows no such mailbox, and what was in it is gone', async () => {
    await identity.mailboxes.refuse('none@example.org', 550, 1);
    await identity.signUp('none');
    await eventually(async () => {
      const rows = await identity.stack.query(
        `SELECT next_attempt_at, sealed_content, attempts, last_error FROM identity.mails WHERE address = 'none@example.org'`,
      );
      expect(rows).toEqual([{ next_attempt_at: null, sealed_content: null, attempts: 1, last_error: expect.stringContaining('550') }]);
    });
  });

  it('shows its token to nobody but the mailbox', async () => {
    await identity.signUp('traces');
    const token = await identity.mailboxes.tokenOf('traces@example.org');
    for (const table of ['mails', 'email_verifications', 'audit_log', 'outbox']) {
      const rows = await identity.stack.query<{ text: string }>(`SELECT t::text AS text FROM identity.${table} t`);
      expect(rows.some(({ text }) => text.includes(token))).toBe(false);
    }
  });
});
