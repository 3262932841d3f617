import { EndSession, ListSessions, LogIn, LogOut, type OutputOf, RefreshSession, SignUp } from '@smartcontent/contracts';
import { eventually } from '@smartcontent/testing';
import { describe, expect, it } from 'vitest';
import { usePlatform } from './platform.js';

type Session = OutputOf<typeof LogIn>['session'];

const platform = usePlatform();
const password = 'correct horse battery';
let count = 0;

async function signUp(): Promise<{ email: string; session: Session }> {
  const email = `person-${++count}@sessions.example`;
  const { session } = await platform.call(SignUp, { company_name: `Sessions ${count}`, email, password });
  return { email, session };
}
const refresh = ({ refresh_token }: Session) => platform.call(RefreshSession, { refresh_token });
const refused = (session: Session, code: string) =>
  eventually(async () => expect((await platform.http('GET', '/v1/me', { token: session.access_token })).body.code).toBe(code), {
    timeoutMs: 1_000,
  });

describe('a session', () => {
  it('is seen with where it is used, refreshed, and left: no gateway takes its access token any more', async () => {
    const { email, session } = await signUp();
    const headers = { 'user-agent': 'Journey/1.0 (ünïcode)' };
    const { body: other } = await platform.http('POST', '/v1/login', { body: { email, password }, headers });
    const next = await refresh(session);
    const { items } = await platform.call(ListSessions, {}, next.access_token);
    expect(items.map(({ id, is_current }) => [id, is_current])).toEqual([
      [other.session.session_id, false],
      [session.session_id, true],
    ]);
    expect(items[0]).toMatchObject({ address: '127.0.0.1', user_agent: expect.stringContaining('Journey/1.0') });
    await platform.call(EndSession, { session_id: other.session.session_id }, next.access_token);
    await refused(other.session, 'GATEWAY_CREDENTIAL_REVOKED');
    expect((await platform.http('GET', '/v1/me', { token: next.access_token })).status).toBe(200);
    await platform.call(LogOut, {}, next.access_token);
    // The one from before the refresh is of the same session.
    for (const token of [next, session]) await refused(token, 'GATEWAY_CREDENTIAL_REVOKED');
  });

  it('of which a spent refresh token comes back is over for thief and owner', async () => {
    const { session } = await signUp();
    const next = await refresh(session);
    const replay = await platform.http('POST', '/v1/sessions/refresh', { body: { refresh_token: session.refresh_token } });
    expect([replay.status, replay.body.code]).toEqual([401, 'IDENTITY_REFRESH_REFUSED']);
    await expect(refresh(next)).rejects.toThrow('IDENTITY_REFRESH_REFUSED');
    await refused(next, 'GATEWAY_CREDENTIAL_REVOKED');
  });

  it('is nothing for an API key, whatever its scopes', async () => {
    const { session } = await signUp();
    const body = { name: 'key', scopes: ['account:read', 'account:write'] };
    const { body: made } = await platform.http('POST', '/v1/api-keys', { token: session.access_token, body });
    for (const [method, path] of [
      ['GET', '/v1/sessions'],
      ['DELETE', '/v1/sessions'],
      ['DELETE', `/v1/sessions/${session.session_id}`],
      ['POST', '/v1/logout'],
      ['POST', '/v1/me/password'],
      ['POST', '/v1/me/totp'],
      ['POST', '/v1/me/totp/confirm'],
      ['POST', '/v1/me/totp/remove'],
    ] as const) {
      const answer = await platform.http(method, path, { token: made.key });
      expect([method, path, answer.status, answer.body.code]).toEqual([method, path, 403, 'GATEWAY_PERSON_NEEDED']);
    }
  });
});
