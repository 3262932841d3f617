import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { smartContent } from './client.js';
import { HeldSession, type Session } from './credentials.js';
import { type Heard, json, lost, PlayedPlatform, refusal } from './played-platform.fixture.js';

let platform: PlayedPlatform;
beforeAll(async () => {
  platform = await PlayedPlatform.start();
});
afterAll(() => platform[Symbol.asyncDispose]());

const old: Session = { access_token: 'old', refresh_token: 'r1' };
const fresh = { access_token: 'new', refresh_token: 'r2' };
const answer = (response: Parameters<typeof lost>[0], heard: Heard) => {
  if (heard.line === 'POST /v1/sessions/refresh') return json(fresh)(response, heard);
  return heard.headers.authorization === 'Bearer new'
    ? json({ ok: true })(response, heard)
    : refusal(401, 'GATEWAY_CREDENTIAL_EXPIRED')(response, heard);
};
const refreshes = () => platform.heard.filter(({ line }) => line === 'POST /v1/sessions/refresh').map(({ body }) => JSON.parse(body));

describe('a session', () => {
  it('is refreshed once for all calls that found it expired, and told to who keeps it', async () => {
    platform.play(answer);
    const kept: Session[] = [];
    const sc = smartContent({ baseUrl: platform.url, credential: new HeldSession(old, (session) => void kept.push(session)) });
    await Promise.all([sc.account.get(), sc.content.list(), sc.content.list()]);
    expect([kept, refreshes().length]).toEqual([[fresh], 1]);
    await sc.account.get();
    expect(refreshes()).toHaveLength(1);
  });

  it('survives a lost answer of its refresh: the same attempt is made again', async () => {
    platform.play(refusal(401, 'GATEWAY_CREDENTIAL_EXPIRED'), lost, answer);
    const sc = smartContent({ baseUrl: platform.url, credential: old });
    await sc.account.get();
    const [first, second] = refreshes();
    expect(first).toEqual({ refresh_token: 'r1', attempt_id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab]/) });
    expect(second).toEqual(first);
  });

  it('that has ended is refused, without end', async () => {
    platform.play(refusal(401, 'GATEWAY_CREDENTIAL_EXPIRED'), refusal(401, 'IDENTITY_REFRESH_REFUSED'));
    const sc = smartContent({ baseUrl: platform.url, credential: old });
    await expect(sc.account.get()).rejects.toMatchObject({ code: 'IDENTITY_REFRESH_REFUSED' });
    expect(platform.heard).toHaveLength(2);
    platform.play(refusal(401, 'GATEWAY_CREDENTIAL_REVOKED'));
    await expect(smartContent({ baseUrl: platform.url, credential: 'sc_key' }).account.get()).rejects.toMatchObject({ status: 401 });
    expect(platform.heard).toHaveLength(1);
  });

  it('is refreshed by another attempt after one that was refused', async () => {
    platform.play(refusal(401, 'GATEWAY_CREDENTIAL_EXPIRED'), refusal(429, 'PLATFORM_RATE_LIMITED'), answer);
    const sc = smartContent({ baseUrl: platform.url, credential: new HeldSession(old) });
    await expect(sc.account.get()).rejects.toMatchObject({ status: 429 });
    await sc.account.get();
    const [first, second] = refreshes();
    expect(second.attempt_id).not.toBe(first.attempt_id);
  });

  it('is not shown where nobody has to be known', async () => {
    platform.play(json({}));
    await smartContent({ baseUrl: platform.url, credential: old }).session.logIn({ email: 'a@b.example', password: 'p' });
    expect(platform.said('authorization')).toEqual([undefined]);
  });
});
