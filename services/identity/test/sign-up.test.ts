import { AppError, GetAccount, SignUp } from '@smartcontent/contracts';
import { describe, expect, it } from 'vitest';
import { PASSWORD, useIdentity } from './use-identity.js';

const identity = useIdentity();

describe('signing up', () => {
  it('makes a company and its admin, tells of it and audits both, all or nothing', async () => {
    const { account } = await identity.signUp('ada');
    expect(account.company).toMatchObject({ name: 'ada', tier: 'free' });
    expect(account.user).toMatchObject({ company_id: account.company.id, email: 'ada@example.org', username: 'ada', role: 'admin' });
    expect(account.company.id[14]).toBe('7');
    const events = await identity.stack.query('SELECT subject, aggregate_version, data FROM identity.outbox WHERE aggregate_id = $1', [
      account.company.id,
    ]);
    expect(events).toMatchObject([{ subject: 'evt.identity.company.created.v1', data: { name: 'ada', admin_user_id: account.user.id } }]);
    const audit = await identity.stack.query('SELECT table_name, actor FROM identity.audit_log WHERE company_id = $1 ORDER BY table_name', [
      account.company.id,
    ]);
    const actor = `user:${account.user.id}`;
    expect(audit).toEqual(['companies', 'email_verifications', 'sessions', 'users'].map((table_name) => ({ table_name, actor })));
  });

  it('reaches the stream of its owner', async () => {
    const { account } = await identity.signUp('published');
    await identity.service.drained();
    const waiting = await identity.stack.query('SELECT subject FROM identity.outbox WHERE aggregate_id = $1 AND published_at IS NULL', [
      account.company.id,
    ]);
    expect(waiting).toEqual([]);
  });

  it('keeps the password only as an Argon2id hash, nowhere else', async () => {
    const { account } = await identity.signUp('secret');
    const [user] = await identity.stack.query<{ password_hash: string }>('SELECT password_hash FROM identity.users WHERE id = $1', [
      account.user.id,
    ]);
    expect(user?.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    const [traces] = await identity.stack.query<{ text: string }>(
      `SELECT coalesce(string_agg(a::text, ''), '') || (SELECT string_agg(o::text, '') FROM identity.outbox o) AS text FROM identity.audit_log a`,
    );
    expect(traces?.text).not.toContain('argon2');
    expect(traces?.text).not.toContain(PASSWORD);
  });

  it('takes the name that was given, and two people of the same name in different companies', async () => {
    const signUp = (email: string, username?: string) =>
      identity.ask(SignUp, { company_name: 'Names', email, username, password: PASSWORD });
    expect((await signUp('grace@one.example')).user.username).toBe('grace');
    expect((await signUp('grace@two.example')).user.username).toBe('grace');
    expect((await signUp('x@three.example', 'Grace Hopper')).user.username).toBe('Grace Hopper');
  });

  it('refuses a taken address, in any case of letters', async () => {
    await identity.signUp('taken');
    const again = identity.ask(SignUp, { company_name: 'Other', email: 'TAKEN@Example.org', password: PASSWORD });
    await expect(again).rejects.toMatchObject({ code: 'IDENTITY_EMAIL_TAKEN' });
    const [left] = await identity.stack.query('SELECT count(*)::int AS companies FROM identity.companies WHERE name = $1', ['Other']);
    expect(left).toEqual({ companies: 0 });
  });

  it('lets exactly one of ten simultaneous sign-ups have the address', async () => {
    const tries = Array.from({ length: 10 }, (_, n) =>
      identity.ask(SignUp, { company_name: `Race ${n}`, email: 'race@example.org', password: PASSWORD }),
    );
    const outcomes = await Promise.allSettled(tries);
    const refusals = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [(outcome.reason as AppError).code] : []));
    expect(refusals).toEqual(Array(9).fill('IDENTITY_EMAIL_TAKEN'));
    const [left] = await identity.stack.query(`SELECT count(*)::int AS companies FROM identity.companies WHERE name LIKE 'Race %'`);
    expect(left).toEqual({ companies: 1 });
  });

  it('refuses a short password before anything happens', async () => {
    const short = identity.ask(SignUp, { company_name: 'X', email: 'short@example.org', password: 'short' });
    await expect(short).rejects.toMatchObject({ code: 'PLATFORM_INPUT_INVALID' });
  });
});

describe('asking who one is', () => {
  it('answers with the account of the user', async () => {
    const { account, admin } = await identity.signUp('me');
    expect(await admin.call(GetAccount, {})).toEqual({ company: account.company, user: account.user });
  });

  it('refuses who is gone, was switched off, or is of another company than the token says', async () => {
    const { account, admin } = await identity.signUp('gone');
    const stranger = identity.stack.caller({ userId: account.user.id });
    await expect(stranger.call(GetAccount, {})).rejects.toMatchObject({ code: 'PLATFORM_ACTOR_REFUSED' });
    await identity.stack.query('UPDATE identity.users SET is_active = false WHERE id = $1', [account.user.id]);
    await expect(admin.call(GetAccount, {})).rejects.toMatchObject({ code: 'PLATFORM_ACTOR_REFUSED' });
  });

  it('knows no user behind a service', async () => {
    await expect(identity.ask(GetAccount, {})).rejects.toMatchObject({ code: 'PLATFORM_ACTOR_REFUSED' });
  });
});
