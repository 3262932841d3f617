import { BeginTotp, ConfirmTotp, LogIn, RemoveTotp } from '@smartcontent/contracts';
import type { Caller } from '@smartcontent/testing';
import { type TOTP, URI } from 'otpauth';
import { describe, expect, it } from 'vitest';
import { PASSWORD, useIdentity } from './use-identity.js';

const identity = useIdentity();
const logIn = (name: string, totp_code?: string) => identity.ask(LogIn, { email: `${name}@example.org`, password: PASSWORD, totp_code });
const refused = { code: 'IDENTITY_TOTP_REFUSED' };
/** The code of an authenticator whose clock is so many half minutes ahead: one code counts once, and the test has no time to wait. */
const codeOf = (url: string, ahead = 0) => (URI.parse(url) as TOTP).generate({ timestamp: Date.now() + ahead * 30_000 });

/** A new user who needs a code from now on; one is spent. */
async function withAuthenticator(name: string): Promise<{ admin: Caller; url: string; spent: string; recovery: string[] }> {
  const { admin } = await identity.signUp(name);
  const { otpauth_url: url } = await admin.call(BeginTotp, { password: PASSWORD });
  const spent = codeOf(url);
  const { recovery_codes: recovery } = await admin.call(ConfirmTotp, { totp_code: spent });
  return { admin, url, spent, recovery };
}

describe('an authenticator', () => {
  it('counts only once it was confirmed', async () => {
    const { admin } = await identity.signUp('begin');
    const first = await admin.call(BeginTotp, { password: PASSWORD });
    expect(first.otpauth_url).toContain(`secret=${first.secret}`);
    expect(await logIn('begin')).toBeDefined();
    await expect(admin.call(ConfirmTotp, { totp_code: '000000' })).rejects.toMatchObject(refused);
    const second = await admin.call(BeginTotp, { password: PASSWORD });
    await expect(admin.call(ConfirmTotp, { totp_code: codeOf(first.otpauth_url) })).rejects.toMatchObject(refused);
    const { recovery_codes } = await admin.call(ConfirmTotp, { totp_code: codeOf(second.otpauth_url) });
    expect(new Set(recovery_codes).size).toBe(10);
    await expect(logIn('begin')).rejects.toMatchObject({ code: 'IDENTITY_TOTP_NEEDED' });
    await expect(admin.call(BeginTotp, { password: PASSWORD })).rejects.toMatchObject({ code: 'IDENTITY_TOTP_ACTIVE' });
    await expect(admin.call(ConfirmTotp, { totp_code: codeOf(second.otpauth_url, 1) })).rejects.toMatchObject({
      code: 'IDENTITY_TOTP_NOT_FOUND',
    });
  });

  it('lets in with each code once, also when it comes twice at the same time', async () => {
    const { url, spent } = await withAuthenticator('once');
    await expect(logIn('once', spent)).rejects.toMatchObject(refused);
    const next = codeOf(url, 1);
    const both = await Promise.allSettled([logIn('once', next), logIn('once', next)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(logIn('once', codeOf(url, -1))).rejects.toMatchObject(refused);
  });

  it('can be replaced by each recovery code once, however it is typed', async () => {
    const { recovery } = await withAuthenticator('recovery');
    const [code = ''] = recovery;
    expect(await logIn('recovery', code.toLowerCase().replaceAll('-', ' '))).toBeDefined();
    await expect(logIn('recovery', code)).rejects.toMatchObject(refused);
    expect(await logIn('recovery', recovery[1])).toBeDefined();
  });

  it('is asked for only when the password is right, and guessing its code gets slow whatever the address', async () => {
    await withAuthenticator('slow');
    const wrong = identity.ask(LogIn, { email: 'slow@example.org', password: 'wrong', totp_code: '000000' });
    await expect(wrong).rejects.toMatchObject({ code: 'IDENTITY_LOGIN_REFUSED' });
    const guess = (n: number) =>
      identity.ask(
        LogIn,
        { email: 'slow@example.org', password: PASSWORD, totp_code: '000000' },
        { origin: { address: `198.51.${n}.1`, userAgent: null } },
      );
    for (let n = 0; n < 10; n++) await expect(guess(n)).rejects.toMatchObject(refused);
    await expect(guess(10)).rejects.toMatchObject({ code: 'IDENTITY_LOGIN_THROTTLED' });
  });

  it('begins and goes only with the password', async () => {
    const { admin } = await withAuthenticator('remove');
    const wrong = { code: 'IDENTITY_PASSWORD_WRONG' };
    await expect(admin.call(BeginTotp, { password: 'wrong' })).rejects.toMatchObject(wrong);
    await expect(admin.call(RemoveTotp, { password: 'wrong' })).rejects.toMatchObject(wrong);
    for (let round = 0; round < 2; round++) expect(await admin.call(RemoveTotp, { password: PASSWORD })).toBeNull();
    expect(await logIn('remove')).toBeDefined();
  });

  it('is kept sealed, and its recovery codes as hashes', async () => {
    const { url, recovery } = await withAuthenticator('sealed');
    const secret = (URI.parse(url) as TOTP).secret.base32;
    for (const table of ['user_totp', 'recovery_codes', 'audit_log', 'idempotency_keys']) {
      const rows = await identity.stack.query<{ text: string }>(`SELECT t::text AS text FROM identity.${table} t`);
      expect(rows.filter(({ text }) => [secret, ...recovery].some((plain) => text.includes(plain)))).toEqual([]);
    }
  });
});
