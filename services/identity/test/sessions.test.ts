import { randomUUID } from 'node:crypto';
import { onBroadcast } from '@smartcontent/bus';
import {
  accessTokenClaimsSchema,
  EndOtherSessions,
  EndSession,
  ListEndedSessions,
  ListSessions,
  LogIn,
  LogOut,
  type Origin,
  type OutputOf,
  REFRESH_TOKEN,
  RefreshSession,
  SessionsEnded,
} from '@smartcontent/contracts';
import { eventually } from '@smartcontent/testing';
import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { readConfig, start } from '../src/app.js';
import { PASSWORD, useIdentity } from './use-identity.js';

type Session = OutputOf<typeof LogIn>['session'];

const identity = useIdentity();
const logIn = async (name: string, origin?: Origin) =>
  (await identity.ask(LogIn, { email: `${name}@example.org`, password: PASSWORD }, { origin })).session;
const refresh = (refresh_token: string, attempt_id?: string) => identity.ask(RefreshSession, { refresh_token, attempt_id });
const refused = { code: 'IDENTITY_REFRESH_REFUSED' };
const claimsOf = ({ access_token }: Session) => accessTokenClaimsSchema.parse(decodeJwt(access_token));
/** The user of a session, as the gateway lets him in with its access token. */
const personOf = (session: Session) => {
  const { sub, company_id, role, tier, sid } = claimsOf(session);
  return identity.stack.caller({ companyId: company_id, userId: sub, role, tier, sessionId: sid });
};
const rowOf = async (id: string) =>
  (
    await identity.stack.query<{ end_reason: string | null; row: string }>(
      'SELECT end_reason, s::text AS row FROM identity.sessions s WHERE id = $1',
      [id],
    )
  )[0];

describe('a session', () => {
  it('begins with sign-up and with each log-in, and its tokens stand nowhere in clear', async () => {
    const { account } = await identity.signUp('begin');
    const second = await logIn('begin', { address: '203.0.113.7', userAgent: 'Test/1.0' });
    expect(claimsOf(second).sid).toBe(second.session_id);
    expect(Date.parse(second.session_expires_at) - Date.now()).toBeGreaterThan(86_300_000);
    const { items } = await personOf(second).call(ListSessions, {});
    expect(items.map(({ id, is_current }) => [id, is_current])).toEqual([
      [second.session_id, true],
      [account.session.session_id, false],
    ]);
    expect(items[0]).toMatchObject({ address: '203.0.113.7', user_agent: 'Test/1.0' });
    for (const table of ['sessions', 'refresh_tokens', 'audit_log', 'outbox']) {
      const rows = await identity.stack.query<{ text: string }>(`SELECT t::text AS text FROM identity.${table} t`);
      expect(rows.filter(({ text }) => text.includes(second.refresh_token) || text.includes(second.access_token))).toEqual([]);
    }
  });

  it('is refreshed with a new token each time, and lasts no longer for it', async () => {
    const { account } = await identity.signUp('rotate');
    let session: Session = account.session;
    for (let round = 0; round < 3; round++) {
      const next = await refresh(session.refresh_token);
      expect(next.refresh_token).not.toBe(session.refresh_token);
      expect(REFRESH_TOKEN.fits(next.refresh_token)).toBe(true);
      expect([next.session_id, next.session_expires_at]).toEqual([session.session_id, session.session_expires_at]);
      session = next;
    }
    expect(claimsOf(session)).toMatchObject({
      sub: account.user.id,
      company_id: account.company.id,
      role: 'admin',
      sid: session.session_id,
    });
  });

  it('gives no access token that outlives it', async () => {
    const { account } = await identity.signUp('clip');
    await identity.stack.query(`UPDATE identity.sessions SET expires_at = now() + interval '60 seconds' WHERE id = $1`, [
      account.session.session_id,
    ]);
    expect((await refresh(account.session.refresh_token)).expires_in).toBeLessThanOrEqual(60);
    await identity.stack.query('UPDATE identity.sessions SET expires_at = now() WHERE id = $1', [account.session.session_id]);
    await expect(refresh(account.session.refresh_token)).rejects.toMatchObject(refused);
  });

  it('carries the role and the limits of now', async () => {
    const { account } = await identity.signUp('now');
    await identity.stack.query(`UPDATE identity.users SET role = 'viewer' WHERE id = $1`, [account.user.id]);
    await identity.stack.query(`UPDATE identity.companies SET api_limits = '{"read": 7}' WHERE id = $1`, [account.company.id]);
    const claims = claimsOf(await refresh(account.session.refresh_token));
    expect(claims).toMatchObject({ role: 'viewer', limits: { read: 7 } });
    expect(claims.scopes).not.toContain('account:manage');
    await identity.stack.query('UPDATE identity.users SET is_active = false WHERE id = $1', [account.user.id]);
    await expect(refresh(account.session.refresh_token)).rejects.toMatchObject(refused);
  });

  it('is the oldest to go when somebody has more than fifty', async () => {
    const { account } = await identity.signUp('many');
    await identity.stack.query(
      `INSERT INTO identity.sessions (id, company_id, user_id, refresh_hash, expires_at)
       SELECT ('ffffffff-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, company_id, user_id, md5(n::text), expires_at FROM identity.sessions, generate_series(1, 49) n WHERE id = $1`,
      [account.session.session_id],
    );
    await logIn('many');
    expect((await rowOf(account.session.session_id))?.end_reason).toBe('surplus');
  });
});

describe('a refresh token that comes back', () => {
  it('ends its session: the newest token is refused too, and it is told', async () => {
    const { account } = await identity.signUp('stolen');
    const second = await refresh(account.session.refresh_token);
    const heard: unknown[] = [];
    const subscription = onBroadcast(identity.stack.nats, SessionsEnded, (data) => heard.push(data));
    await expect(refresh(account.session.refresh_token)).rejects.toMatchObject(refused);
    await expect(refresh(second.refresh_token)).rejects.toMatchObject(refused);
    expect((await rowOf(second.session_id))?.end_reason).toBe('reuse');
    await eventually(() => expect(heard).toEqual([{ session_ids: [second.session_id] }]));
    subscription.unsubscribe();
    const events = await identity.stack.query('SELECT subject, data FROM identity.outbox WHERE aggregate_id = $1', [second.session_id]);
    expect(events).toEqual([{ subject: 'evt.identity.session.ended.v1', data: { user_id: account.user.id, reason: 'reuse' } }]);
    const audited = await identity.stack.query(
      `SELECT operation, actor FROM identity.audit_log WHERE table_name = 'sessions' AND company_id = $1 ORDER BY id`,
      [account.company.id],
    );
    const actor = `user:${account.user.id}`;
    expect(audited).toEqual(['insert', 'update', 'update'].map((operation) => ({ operation, actor })));
  });

  it('does so however many refreshes ago it was replaced, and leaves other sessions alone', async () => {
    const { account } = await identity.signUp('older');
    const other = await logIn('older');
    let session: Session = account.session;
    for (let round = 0; round < 3; round++) session = await refresh(session.refresh_token);
    await expect(refresh(account.session.refresh_token)).rejects.toMatchObject(refused);
    await expect(refresh(session.refresh_token)).rejects.toMatchObject(refused);
    expect(await refresh(other.refresh_token)).toMatchObject({ session_id: other.session_id });
  });

  it('does so when it comes many times at once: nobody is left with a good one', async () => {
    const { account } = await identity.signUp('race');
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => refresh(account.session.refresh_token)));
    const good = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    expect(good).toHaveLength(1);
    await expect(refresh(good[0]?.refresh_token ?? '')).rejects.toMatchObject(refused);
  });

  it('with the attempt id of its exchange gets the answer that was lost, however often', async () => {
    const { account } = await identity.signUp('lost');
    const attempt = randomUUID();
    const first = await refresh(account.session.refresh_token, attempt);
    const again = await Promise.all([1, 2, 3].map(() => refresh(account.session.refresh_token, attempt)));
    expect(again.map((answer) => answer.refresh_token)).toEqual(Array(3).fill(first.refresh_token));
    expect(await refresh(first.refresh_token)).toMatchObject({ session_id: first.session_id });
  });

  it('with another attempt id, or after a minute, ends its session', async () => {
    const { account } = await identity.signUp('guess');
    await refresh(account.session.refresh_token, randomUUID());
    await expect(refresh(account.session.refresh_token, randomUUID())).rejects.toMatchObject(refused);
    const second = await logIn('guess');
    const attempt = randomUUID();
    await refresh(second.refresh_token, attempt);
    await identity.stack.query(`UPDATE identity.sessions SET last_seen_at = now() - interval '61 seconds' WHERE id = $1`, [
      second.session_id,
    ]);
    await expect(refresh(second.refresh_token, attempt)).rejects.toMatchObject(refused);
    expect((await rowOf(second.session_id))?.end_reason).toBe('reuse');
  });

  it('is refused without a look-up where it is misspelt, and with one where nobody knows it', async () => {
    const token = REFRESH_TOKEN.create();
    await expect(refresh(token.slice(0, -1))).rejects.toMatchObject({ code: 'PLATFORM_INPUT_INVALID' });
    await expect(refresh(token)).rejects.toMatchObject(refused);
  });
});

describe('ending sessions', () => {
  it('logs out: the session ends, every gateway hears of it, and it can be repeated', async () => {
    const { account } = await identity.signUp('out');
    const heard: unknown[] = [];
    const subscription = onBroadcast(identity.stack.nats, SessionsEnded, (data) => heard.push(data));
    for (let round = 0; round < 2; round++) expect(await personOf(account.session).call(LogOut, {})).toBeNull();
    await eventually(() => expect(heard).toEqual([{ session_ids: [account.session.session_id] }]));
    subscription.unsubscribe();
    expect((await rowOf(account.session.session_id))?.end_reason).toBe('logged-out');
    await expect(refresh(account.session.refresh_token)).rejects.toMatchObject(refused);
  });

  it('ends one, or all others, and the list forgets them at once', async () => {
    const { account } = await identity.signUp('several');
    const [second, third] = [await logIn('several'), await logIn('several')];
    const me = personOf(third);
    expect((await me.call(ListSessions, {})).items).toHaveLength(3);
    await me.call(EndSession, { session_id: second.session_id });
    await me.call(EndSession, { session_id: second.session_id });
    expect((await me.call(ListSessions, {})).items.map(({ id }) => id)).toEqual([third.session_id, account.session.session_id]);
    expect(await me.call(EndOtherSessions, {})).toEqual({ ended: 1 });
    expect((await me.call(ListSessions, {})).items.map(({ id }) => id)).toEqual([third.session_id]);
    expect(await refresh(third.refresh_token)).toBeDefined();
  });

  it('shows what is so, also where Redis did not hear of it', async () => {
    const { account } = await identity.signUp('stale');
    const me = personOf(account.session);
    const other = await logIn('stale');
    expect((await me.call(ListSessions, {})).items).toHaveLength(2);
    await identity.stack.query('UPDATE identity.sessions SET ended_at = now() WHERE id = $1', [other.session_id]);
    await identity.stack.query('UPDATE identity.users SET sessions_version = sessions_version + 1 WHERE id = $1', [account.user.id]);
    for (let round = 0; round < 2; round++) expect((await me.call(ListSessions, {})).items).toHaveLength(1);
  });

  it('knows no session of somebody else, in another company or in one’s own', async () => {
    const { account } = await identity.signUp('mine');
    const { account: other } = await identity.signUp('theirs');
    const colleague = identity.stack.caller({ companyId: account.company.id });
    const notFound = { code: 'IDENTITY_SESSION_NOT_FOUND' };
    const input = { session_id: account.session.session_id };
    await expect(personOf(other.session).call(EndSession, input)).rejects.toMatchObject(notFound);
    await expect(colleague.call(EndSession, input)).rejects.toMatchObject(notFound);
    await expect(colleague.call(EndSession, { session_id: randomUUID() })).rejects.toMatchObject(notFound);
    expect(await refresh(account.session.refresh_token)).toBeDefined();
  });

  it('tells a gateway that has just started what ended within the life of an access token', async () => {
    const { account } = await identity.signUp('missed');
    const old = await logIn('missed');
    await personOf(account.session).call(EndOtherSessions, {});
    await identity.stack.query(`UPDATE identity.sessions SET ended_at = now() - interval '20 minutes' WHERE id = $1`, [old.session_id]);
    await personOf(account.session).call(LogOut, {});
    const { session_ids, is_last } = await identity.ask(ListEndedSessions, { after: null });
    expect(session_ids).toContain(account.session.session_id);
    expect([session_ids.includes(old.session_id), is_last]).toEqual([false, true]);
  });

  it('forgets sessions a week after they expired, with their tokens', async () => {
    const { account } = await identity.signUp('forgotten');
    const { session_id } = await logIn('forgotten');
    await refresh(account.session.refresh_token);
    const old = [account.session.session_id];
    await identity.stack.query(`UPDATE identity.sessions SET expires_at = now() - interval '8 days' WHERE id = ANY ($1)`, [old]);
    await using _replica = await start(readConfig(identity.stack.env('identity')));
    await eventually(async () => expect(await rowOf(account.session.session_id)).toBeUndefined());
    const left = await identity.stack.query('SELECT session_id FROM identity.refresh_tokens WHERE session_id = ANY ($1)', [
      [...old, session_id],
    ]);
    expect(left).toEqual([{ session_id }]);
  });
});
