import {
  AcceptInvitation,
  CreateInvitation,
  ListColleagues,
  LogIn,
  RequestPasswordReset,
  ResetPassword,
  type Role,
  UpdateOwnUser,
  UpdateUser,
  VerifyEmail,
} from '@smartcontent/contracts';
import { eventually } from '@smartcontent/testing';
import { describe, expect, it } from 'vitest';
import { Company } from './company.js';
import { usePlatform } from './platform.js';

const platform = usePlatform();
const password = 'correct horse battery';
let count = 0;

/** The token in the newest of so many mails to the address. */
function mailedToken(address: string, mails = 1): Promise<string> {
  return eventually(async () => {
    const response = await fetch(`${platform.sandboxUrl}/mailboxes/${address}/messages`);
    const { items } = (await response.json()) as { items: { text: string }[] };
    expect(items.length).toBeGreaterThanOrEqual(mails);
    return /sc_mail_\w+/.exec(items[0]?.text ?? '')?.[0] ?? '';
  });
}

/** Somebody who accepted an invitation and logged in. */
async function join(company: Company, role: Role) {
  const email = `person-${++count}@people.example`;
  await platform.call(CreateInvitation, { email, role }, company.token);
  const { user } = await platform.call(AcceptInvitation, { token: await mailedToken(email), password, username: `Person ${count}` });
  const { session } = await platform.call(LogIn, { email, password });
  return { ...user, token: session.access_token };
}

const refused = (token: string) =>
  eventually(async () => expect((await platform.http('GET', '/v1/me', { token })).body.code).toBe('GATEWAY_CREDENTIAL_REVOKED'));

describe('people of a company', () => {
  it('prove their address by the mail that they got, once', async () => {
    const { account } = await Company.signUp(platform);
    const { email } = account.user;
    const token = await mailedToken(email);
    expect(await platform.call(VerifyEmail, { token })).toEqual({ email });
    const again = await platform.http('POST', '/v1/email-verifications', { body: { token } });
    expect([again.status, again.body.code]).toEqual([410, 'IDENTITY_MAIL_TOKEN_REFUSED']);
    expect(again.headers.get('content-type')).toContain('application/problem+json');
  });

  it('come in by invitation, see each other’s names, and lose at once what their role allowed', async () => {
    const company = await Company.signUp(platform);
    const manager = await join(company, 'manager');
    const { items } = await platform.call(ListColleagues, {}, manager.token);
    expect(items.map(({ username }) => username)).toEqual([company.account.user.username, manager.username]);
    const list = await platform.http('GET', '/v1/users', { token: manager.token });
    expect([list.status, list.body.code]).toEqual([403, 'PLATFORM_SCOPE_MISSING']);
    await platform.call(UpdateUser, { user_id: manager.id, role: 'viewer' }, company.token);
    await refused(manager.token);
  });

  it('who are switched off are out, with the keys that they made', async () => {
    const company = await Company.signUp(platform);
    const admin = await join(company, 'admin');
    const body = { name: 'key', scopes: ['account:read'] };
    const { key } = (await platform.http('POST', '/v1/api-keys', { token: admin.token, body })).body;
    expect((await platform.http('GET', '/v1/colleagues', { token: key })).status).toBe(200);
    await platform.call(UpdateUser, { user_id: admin.id, is_active: false }, company.token);
    await refused(admin.token);
    await eventually(async () => expect((await platform.http('GET', '/v1/colleagues', { token: key })).status).toBe(401));
  });

  it('are invited and switched by people, never by an API key', async () => {
    const company = await Company.signUp(platform);
    const { key } = await company.makeKey(['account:manage']);
    for (const [method, path] of [
      ['POST', '/v1/invitations'],
      ['PATCH', `/v1/users/${company.account.user.id}`],
    ] as const) {
      const answer = await platform.http(method, path, { token: key, body: {} });
      expect([answer.status, answer.body.code]).toEqual([403, 'GATEWAY_PERSON_NEEDED']);
    }
  });

  it('who forgot their password set another, and who is nobody gets the same answer', async () => {
    const company = await Company.signUp(platform);
    const { email } = company.account.user;
    const ask = (address: string) => platform.http('POST', '/v1/password-resets', { body: { email: address } });
    const [known, unknown] = [await ask(email), await ask('nobody@people.example')];
    expect([known.status, known.body]).toEqual([202, {}]);
    expect([unknown.status, unknown.body]).toEqual([known.status, known.body]);
    await platform.call(RequestPasswordReset, { email });
    await platform.call(ResetPassword, { token: await mailedToken(email, 2), password: 'another horse, same battery' });
    await refused(company.token);
    await platform.call(LogIn, { email, password: 'another horse, same battery' });
  });

  it('keep preferences of 64 KiB and no more, and ten megabytes do not get in at all', async () => {
    const { token } = await Company.signUp(platform);
    const patch = (length: number) => platform.http('PATCH', '/v1/me/user', { token, body: { preferences: { note: 'x'.repeat(length) } } });
    expect((await patch(65_000)).status).toBe(200);
    expect((await patch(66_000)).body.code).toBe('PLATFORM_INPUT_INVALID');
    expect((await patch(10_000_000)).status).toBe(413);
    const { preferences } = await platform.call(UpdateOwnUser, { preferences: {} }, token);
    expect(preferences).toEqual({});
  });
});
