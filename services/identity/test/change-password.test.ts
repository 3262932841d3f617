import { randomUUID } from 'node:crypto';
import { ChangePassword, LogIn, type OutputOf, RefreshSession, type SignUp } from '@smartcontent/contracts';
import { describe, expect, it } from 'vitest';
import { PASSWORD, useIdentity } from './use-identity.js';

const identity = useIdentity();
const NEW_PASSWORD = 'staple battery horse';
const logIn = (name: string, password: string) => identity.ask(LogIn, { email: `${name}@example.org`, password });
const personOf = ({ company, user, session }: OutputOf<typeof SignUp>) =>
  identity.stack.caller({ companyId: company.id, userId: user.id, tier: 'free', sessionId: session.session_id });

describe('changing the password', () => {
  it('lets in with the new one only, and ends all sessions but this', async () => {
    const { account } = await identity.signUp('change');
    const { session: other } = await logIn('change', PASSWORD);
    const input = { current_password: PASSWORD, new_password: NEW_PASSWORD };
    expect(await personOf(account).call(ChangePassword, input)).toBeNull();
    await expect(logIn('change', PASSWORD)).rejects.toMatchObject({ code: 'IDENTITY_LOGIN_REFUSED' });
    expect(await logIn('change', NEW_PASSWORD)).toMatchObject({ user: { id: account.user.id } });
    await expect(identity.ask(RefreshSession, { refresh_token: other.refresh_token })).rejects.toMatchObject({
      code: 'IDENTITY_REFRESH_REFUSED',
    });
    expect(await identity.ask(RefreshSession, { refresh_token: account.session.refresh_token })).toBeDefined();
    const [ended] = await identity.stack.query('SELECT end_reason FROM identity.sessions WHERE id = $1', [other.session_id]);
    expect(ended).toEqual({ end_reason: 'password-changed' });
  });

  it('leaves no session that the old one opened, however close they came', async () => {
    const { account } = await identity.signUp('close');
    const origin = (n: number) => ({ origin: { address: `203.0.${n}.1`, userAgent: null } });
    const credentials = { email: 'close@example.org', password: PASSWORD };
    const logIns = Array.from({ length: 12 }, (_, n) => identity.ask(LogIn, credentials, origin(n)));
    const change = personOf(account).call(ChangePassword, { current_password: PASSWORD, new_password: NEW_PASSWORD });
    const late = Array.from({ length: 12 }, (_, n) => identity.ask(LogIn, credentials, origin(100 + n)));
    const outcomes = await Promise.allSettled([...logIns, ...late]);
    await change;
    const opened = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value.session.refresh_token] : []));
    for (const refresh_token of opened)
      await expect(identity.ask(RefreshSession, { refresh_token })).rejects.toMatchObject({ code: 'IDENTITY_REFRESH_REFUSED' });
    expect(opened.length).toBeGreaterThan(0);
  });

  it('needs the current one, and makes guessing it slow', async () => {
    const { account } = await identity.signUp('guess');
    const me = personOf(account);
    const guess = () => me.call(ChangePassword, { current_password: 'wrong', new_password: NEW_PASSWORD });
    for (let round = 0; round < 10; round++) await expect(guess()).rejects.toMatchObject({ code: 'IDENTITY_PASSWORD_WRONG' });
    await expect(guess()).rejects.toMatchObject({ code: 'IDENTITY_LOGIN_THROTTLED', data: { retry_after_seconds: 1 } });
    expect(await logIn('guess', PASSWORD)).toBeDefined();
  });

  it('gives the first answer to a repeat, although the password is not the current one any more', async () => {
    const { account } = await identity.signUp('repeat');
    const change = () =>
      personOf(account).call(
        ChangePassword,
        { current_password: PASSWORD, new_password: NEW_PASSWORD },
        { idempotency: { key: 'once', requestHash: 'hash', isSecretAnswer: false } },
      );
    expect([await change(), await change()]).toEqual([null, null]);
  });

  it('refuses a new one that is too short, and who is gone', async () => {
    const { account } = await identity.signUp('short');
    const short = personOf(account).call(ChangePassword, { current_password: PASSWORD, new_password: 'short' });
    await expect(short).rejects.toMatchObject({ code: 'PLATFORM_INPUT_INVALID' });
    const phantom = identity.stack.caller({ companyId: account.company.id, userId: randomUUID() });
    const gone = phantom.call(ChangePassword, { current_password: PASSWORD, new_password: NEW_PASSWORD });
    await expect(gone).rejects.toMatchObject({ code: 'PLATFORM_ACTOR_REFUSED' });
  });
});
