import { randomUUID } from 'node:crypto';
import { run } from '@smartcontent/cli';
import {
  AcceptInvitation,
  ConfirmEmailChange,
  CreateApiKey,
  CreateContent,
  CreateInvitation,
  EraseOwnUser,
  EraseUser,
  GetContent,
  GetUserErasure,
  ListSessions,
  LogIn,
  RequestEmailChange,
  type Role,
  UpdateOwnUser,
} from '@smartcontent/contracts';
import { eventually } from '@smartcontent/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { Company } from './company.js';
import { keptText } from './kept-text.js';
import { erased, ingest, placesOf } from './planted-company.js';
import { usePlatform } from './platform.js';

const KEY = `sc_operator_${'Person--'.repeat(5)}`;
const password = 'correct horse battery';
const platform = usePlatform(() => ({ identity: { ERASURE_SETTLE_SECONDS: '2' }, gateway: { OPERATOR_KEY: KEY } }));
const { stack } = platform;
let acme: Company;
beforeAll(async () => {
  acme = await Company.signUp(platform);
});

/** Somebody of the company with names and an address that stand nowhere else. */
async function join(role: Role, mark = `person-${randomUUID().slice(0, 8)}`, email = `${mark}@people.example`) {
  await platform.call(CreateInvitation, { email, role }, acme.token);
  const token = await mailed(email);
  const { user } = await platform.call(AcceptInvitation, { token, password, username: `${mark} name`, first_name: `${mark} first` });
  const { session } = await platform.call(LogIn, { email, password });
  await platform.call(UpdateOwnUser, { preferences: { note: mark } }, session.access_token);
  return { id: user.id, email, mark, token: session.access_token };
}
const seen = new Set<string>();
/** The token in a mail to the address that nobody has looked at. */
const mailed = (email: string) =>
  eventually(async () => {
    const { items } = (await (await fetch(`${platform.sandboxUrl}/mailboxes/${email}/messages`)).json()) as { items: { text: string }[] };
    const tokens = items.map(({ text }) => /sc_mail_\w+/.exec(text)?.[0]).filter((token) => token !== undefined && !seen.has(token));
    expect(tokens).toHaveLength(1);
    seen.add(tokens[0] as string);
    return tokens[0] as string;
  });
async function move(token: string, email: string): Promise<void> {
  await platform.call(RequestEmailChange, { email, password }, token);
  await platform.call(ConfirmEmailChange, { token: await mailed(email) });
}
const refusal = async (path: string, token: string, body: unknown = {}) => {
  const answer = await platform.http('POST', path, { token, body });
  return [answer.status, answer.body.code];
};
/** What identity's audit log says, opened. */
const audited = async () => JSON.stringify(await stack.audited('identity', acme.account.company.id));

async function verified(): Promise<{
  is_whole: boolean;
  services: { service: string; chains: { company_id: string; emptied: number }[] }[];
}> {
  let printed = '';
  const output = { out: (text: string) => (printed += text), err: () => undefined };
  await run(['audit', 'verify', '--company', acme.account.company.id, '--json', '--url', platform.url, '--key', KEY], output);
  return JSON.parse(printed);
}

describe('erasing a person', () => {
  it('is refused to others, without the password, and to the last admin', async () => {
    const manager = await join('manager');
    const admin = acme.account.user.id;
    expect(await refusal(`/v1/users/${admin}/erasure`, manager.token, { password })).toEqual([403, 'PLATFORM_SCOPE_MISSING']);
    expect(await refusal('/v1/company/erasure', manager.token, { password, company_name: 'Acme' })).toEqual([
      403,
      'PLATFORM_SCOPE_MISSING',
    ]);
    expect(await refusal('/v1/me/erasure', manager.token, { password: 'not the password' })).toEqual([403, 'IDENTITY_PASSWORD_WRONG']);
    expect(await refusal(`/v1/users/${manager.id}/erasure`, acme.token)).toEqual([422, 'PLATFORM_INPUT_INVALID']);
    const wrong = { password: 'not the password' };
    expect(await refusal(`/v1/users/${manager.id}/erasure`, acme.token, wrong)).toEqual([403, 'IDENTITY_PASSWORD_WRONG']);
    expect(await refusal('/v1/me/erasure', acme.token, { password })).toEqual([409, 'IDENTITY_LAST_ADMIN']);
    expect(await refusal(`/v1/users/${admin}/erasure`, acme.token, { password })).toEqual([409, 'IDENTITY_LAST_ADMIN']);
    expect(await refusal(`/v1/users/${randomUUID()}/erasure`, acme.token, { password })).toEqual([404, 'IDENTITY_USER_NOT_FOUND']);
    const unknown = (path: string, token: string) => platform.http('GET', path, { token });
    for (const answer of [
      await unknown(`/v1/users/${manager.id}/erasure`, acme.token),
      await unknown(`/v1/operator/identity/erasures/${randomUUID()}`, KEY),
    ])
      expect([answer.status, answer.body.code]).toEqual([404, 'IDENTITY_ERASURE_NOT_FOUND']);
    expect(await refusal('/v1/users/ada/erasure', acme.token, { password })).toEqual([422, 'PLATFORM_INPUT_INVALID']);
  });

  it('leaves nothing that says who it was, the work where it is, and an audit log that verifies', async () => {
    const ada = await join('user');
    const draft = await platform.call(CreateContent, { content_type: 'blog_post', title: 'Work', content_text: 'Stays.' }, ada.token);
    await platform.call(ListSessions, {}, ada.token);
    await ingest(platform, acme, 'seen by ada', ada.id);
    // Given up, and not to the address that is the person's now.
    await stack.query(
      `INSERT INTO identity.mails (id, company_id, user_id, kind, address, next_attempt_at, expires_at)
       VALUES ($1, $2, $3, 'email-changed', $4, NULL, now() + interval '7 days')`,
      [randomUUID(), acme.account.company.id, ada.id, `${ada.mark}@former.example`],
    );
    expect(await placesOf(stack, [ada.mark])).toEqual(expect.arrayContaining(['identity.users', 'identity.mails']));
    expect(await audited()).toContain(ada.email);
    const started = await platform.call(EraseUser, { user_id: ada.id, password }, acme.token);
    await eventually(async () => expect((await platform.http('GET', '/v1/me', { token: ada.token })).status).toBe(401));
    await erased(platform, KEY, started);
    const report = await platform.call(GetUserErasure, { user_id: ada.id }, acme.token);
    expect(report).toMatchObject({ state: 'done', left: 0, user_id: ada.id });
    expect(await placesOf(stack, [ada.mark])).toEqual([]);
    expect(await audited()).not.toContain(ada.mark);
    const kept = await keptText(stack);
    for (const place of ['clickhouse events', 'INGEST', 'identity.sessions', 'identity.user_profiles'])
      expect(kept.get(place)).not.toContain(ada.id);
    expect(await platform.call(GetContent, { content_id: draft.id }, acme.token)).toMatchObject({ title: 'Work', user_id: ada.id });
    expect(await refusal('/v1/login', '', { email: ada.email, password })).toEqual([401, 'IDENTITY_LOGIN_REFUSED']);
    expect(await platform.call(EraseUser, { user_id: ada.id, password }, acme.token)).toMatchObject({ id: started.id, state: 'done' });
    const { is_whole, services } = await verified();
    expect(is_whole).toBe(true);
    expect(services.find(({ service }) => service === 'identity')?.chains[0]?.emptied).toBeGreaterThan(3);
  }, 60_000);

  it('leaves no address that was the person’s once, wherever it stands', async () => {
    const eve = await join('user');
    await move(eve.token, `${eve.mark}@moved.example`);
    // One that was only asked for, too.
    await stack.query(`UPDATE identity.email_changes SET created_at = now() - interval '2 minutes' WHERE user_id = $1`, [eve.id]);
    await platform.call(RequestEmailChange, { email: `${eve.mark}@wanted.example`, password }, eve.token);
    const invitation = { email: eve.email, role: 'viewer' };
    const again = { token: acme.token, headers: { 'idempotency-key': 'again' } };
    const { status, body } = await platform.http('POST', '/v1/invitations', { ...again, body: invitation });
    expect(status).toBe(201);
    expect((await platform.http('DELETE', `/v1/invitations/${body.id}`, { token: acme.token })).status).toBe(200);
    await platform.call(CreateApiKey, { name: 'Shop', contact_email: eve.email, scopes: ['content:read'] }, acme.token);
    await stack.query(
      `INSERT INTO identity.mails (id, company_id, kind, address, next_attempt_at, expires_at)
       VALUES ($1, $2, 'invitation', $3, NULL, now() + interval '7 days')`,
      [randomUUID(), acme.account.company.id, eve.email],
    );
    const places = ['invitations', 'clients', 'mails', 'email_changes', 'idempotency_keys'].map((table) => `identity.${table}`);
    expect(await placesOf(stack, [eve.email, `${eve.mark}@wanted.example`])).toEqual(expect.arrayContaining(places));
    const report = await erased(platform, KEY, await platform.call(EraseUser, { user_id: eve.id, password }, acme.token));
    expect(report.left).toBe(0);
    expect(report.places).toContainEqual(expect.objectContaining({ place: 'postgres.invitations', erased: 2 }));
    expect(report.places).toContainEqual(expect.objectContaining({ place: 'postgres.clients', erased: 1 }));
    expect(await placesOf(stack, [eve.mark])).toEqual([]);
    expect((await keptText(stack)).get('identity.erasures')).not.toContain(eve.mark);
    expect(await audited()).not.toContain(eve.mark);
    const repeated = await platform.http('POST', '/v1/invitations', { ...again, body: invitation });
    expect([repeated.status, repeated.body.code]).toEqual([409, 'PLATFORM_IDEMPOTENCY_ANSWER_GONE']);
    expect((await verified()).is_whole).toBe(true);
  }, 60_000);

  it('touches no address that is somebody else’s today, or only ends like it', async () => {
    const dan = await join('user');
    await move(dan.token, `${dan.mark}@moved.example`);
    const [heir, other] = [await join('user', `heir-${dan.mark}`, dan.email), await join('user', `n${dan.mark}`)];
    await erased(platform, KEY, await platform.call(EraseUser, { user_id: dan.id, password }, acme.token));
    for (const { email } of [heir, other]) {
      expect(await audited()).toContain(`"${email}"`);
      expect(await stack.query('SELECT accepted_at IS NULL AS is_open FROM identity.invitations WHERE email = $1', [email])).toEqual([
        { is_open: false },
      ]);
      expect(await platform.call(LogIn, { email, password })).toHaveProperty('session');
    }
    expect(await audited()).not.toContain(`${dan.mark}@moved.example`);
    expect(await placesOf(stack, [`${dan.mark}@moved.example`])).toEqual([]);
  }, 60_000);

  it('is everybody’s own to ask for', async () => {
    const bob = await join('viewer');
    const started = await platform.call(EraseOwnUser, { password }, bob.token);
    expect(started).toMatchObject({ requested_by: 'self', user_id: bob.id });
    await erased(platform, KEY, started);
    expect(await placesOf(stack, [bob.mark])).toEqual([]);
    expect((await verified()).is_whole).toBe(true);
  }, 60_000);

  it('is held up by no audit row that was tampered with, and waits for those that are not sealed yet', async () => {
    const eve = await join('viewer');
    const company = acme.account.company.id;
    const of = '(SELECT id FROM identity.audit_log WHERE company_id = $1 AND sealed IS NOT NULL AND seq IS NOT NULL ORDER BY id LIMIT 1)';
    await stack.query(`UPDATE identity.audit_log SET sealed = '\\x00' WHERE id = ${of}`, [company]);
    const clear = randomUUID();
    await stack.query(
      `INSERT INTO identity.audit_log (id, company_id, table_name, operation, new_values, actor, correlation_id)
       VALUES ($1, $2, 'users', 'insert', $3, 'service:identity', 'earlier')`,
      [clear, company, JSON.stringify({ id: eve.id, email: eve.email })],
    );
    const started = await platform.call(EraseOwnUser, { password }, eve.token);
    await erased(platform, KEY, started);
    expect(await placesOf(stack, [eve.mark])).toEqual([]);
    const text = 'SELECT sealed, old_values, new_values FROM identity.audit_log WHERE id = $1';
    expect(await stack.query(text, [clear])).toEqual([{ sealed: null, old_values: null, new_values: null }]);
  }, 60_000);
});
