import { randomUUID } from 'node:crypto';
import {
  AcceptInvitation,
  CreateInvitation,
  EraseUser,
  GetOwnUser,
  GetUser,
  ListColleagues,
  ListUsers,
  LogIn,
  RefreshSession,
  type Role,
  UpdateOwnUser,
  UpdateUser,
} from '@smartcontent/contracts';
import type { Caller } from '@smartcontent/testing';
import { describe, expect, it } from 'vitest';
import { PASSWORD, useIdentity } from './use-identity.js';

const identity = useIdentity({ hasMail: true });

/** A colleague of the admin, through an invitation. */
async function join(admin: Caller, name: string, role: Role) {
  const email = `${name}@guest.example`;
  await admin.call(CreateInvitation, { email, role });
  const { user } = await identity.ask(AcceptInvitation, { token: await identity.mailboxes.tokenOf(email), password: PASSWORD });
  return { ...user, caller: identity.stack.caller({ companyId: admin.companyId, userId: user.id, role }) };
}

describe('people of a company', () => {
  it('are listed with all that is kept of them for who manages it, and by name for everybody', async () => {
    const { account, admin } = await identity.signUp('list');
    const viewer = await join(admin, 'list-viewer', 'viewer');
    const { items } = await admin.call(ListUsers, {});
    expect(items).toMatchObject([
      { id: account.user.id, email: 'list@example.org', role: 'admin', email_verified: false, is_active: true },
      { id: viewer.id, email: 'list-viewer@guest.example', role: 'viewer', email_verified: true, preferences: {} },
    ]);
    expect(await admin.call(GetUser, { user_id: viewer.id })).toEqual(items[1]);
    const names = await viewer.caller.call(ListColleagues, {});
    expect(names.items).toEqual([
      { id: account.user.id, username: 'list', first_name: null, last_name: null },
      { id: viewer.id, username: 'list-viewer', first_name: null, last_name: null },
    ]);
    await expect(viewer.caller.call(ListUsers, {})).rejects.toMatchObject({ code: 'PLATFORM_SCOPE_MISSING' });
    await expect(viewer.caller.call(GetUser, { user_id: account.user.id })).rejects.toMatchObject({ code: 'PLATFORM_SCOPE_MISSING' });
  });

  it('come in pages, and nobody of another company is among them', async () => {
    const { account, admin } = await identity.signUp('pages');
    await join(admin, 'pages-two', 'user');
    const first = await admin.call(ListUsers, { limit: 1 });
    const second = await admin.call(ListUsers, { limit: 1, cursor: first.next_cursor as string });
    expect([first, second].flatMap(({ items }) => items.map(({ username }) => username))).toEqual(['pages', 'pages-two']);
    expect(second.next_cursor).toBeNull();
    const namesOf = async (wanted: object) => (await admin.call(ListUsers, wanted)).items.map(({ username }) => username);
    expect(await namesOf({ sort: '-id' })).toEqual(['pages-two', 'pages']);
    expect(await namesOf({ role: ['user', 'viewer'], is_active: 'true' })).toEqual(['pages-two']);
    expect(await namesOf({ is_active: false })).toEqual([]);
    await expect(admin.call(ListColleagues, { cursor: first.next_cursor as string })).rejects.toMatchObject({
      code: 'PLATFORM_CURSOR_INVALID',
    });
    const stranger = identity.stack.caller();
    expect((await stranger.call(ListUsers, {})).items).toEqual([]);
    await expect(stranger.call(GetUser, { user_id: account.user.id })).rejects.toMatchObject({ code: 'IDENTITY_USER_NOT_FOUND' });
    const update = stranger.call(UpdateUser, { user_id: account.user.id, role: 'viewer' });
    await expect(update).rejects.toMatchObject({ code: 'IDENTITY_USER_NOT_FOUND' });
  });
});

describe('a role', () => {
  it('that changes ends the sessions in which it was another, and tells of it', async () => {
    const { admin } = await identity.signUp('role');
    const user = await join(admin, 'role-user', 'user');
    const { session } = await identity.ask(LogIn, { email: user.email, password: PASSWORD });
    expect(await admin.call(UpdateUser, { user_id: user.id, role: 'manager' })).toMatchObject({ role: 'manager', is_active: true });
    const refresh = identity.ask(RefreshSession, { refresh_token: session.refresh_token });
    await expect(refresh).rejects.toMatchObject({ code: 'IDENTITY_REFRESH_REFUSED' });
    const events = await identity.stack.query(
      'SELECT subject, aggregate_version, data FROM identity.outbox WHERE aggregate_id = $1 ORDER BY id',
      [user.id],
    );
    expect(events).toMatchObject([
      { subject: 'evt.identity.user.joined.v1', aggregate_version: '1' },
      { subject: 'evt.identity.user.updated.v1', aggregate_version: '2', data: { role: 'manager', is_active: true } },
    ]);
    expect(await admin.call(UpdateUser, { user_id: user.id, role: 'manager' })).toMatchObject({ role: 'manager' });
  });

  it('of the last admin stays, also where two admins take each other’s at the same time', async () => {
    const { account, admin } = await identity.signUp('last');
    const alone = { code: 'IDENTITY_LAST_ADMIN' };
    await expect(admin.call(UpdateUser, { user_id: account.user.id, role: 'manager' })).rejects.toMatchObject(alone);
    await expect(admin.call(UpdateUser, { user_id: account.user.id, is_active: false })).rejects.toMatchObject(alone);
    const other = await join(admin, 'last-other', 'admin');
    const outcomes = await Promise.allSettled([
      admin.call(UpdateUser, { user_id: other.id, role: 'user' }),
      other.caller.call(UpdateUser, { user_id: account.user.id, is_active: false }),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const [left] = await identity.stack.query(
      `SELECT count(*)::int AS admins FROM identity.users WHERE company_id = $1 AND role = 'admin' AND is_active`,
      [account.company.id],
    );
    expect(left).toEqual({ admins: 1 });
  });
});

it('a user who was switched off is out, with the keys that he made, and may come back without them', async () => {
  const { admin } = await identity.signUp('off');
  const user = await join(admin, 'off-user', 'admin');
  const { key } = await identity.createKey(user.caller);
  const { session } = await identity.ask(LogIn, { email: user.email, password: PASSWORD });
  expect(await admin.call(UpdateUser, { user_id: user.id, is_active: false })).toMatchObject({ is_active: false });
  const logIn = () => identity.ask(LogIn, { email: user.email, password: PASSWORD });
  await expect(logIn()).rejects.toMatchObject({ code: 'IDENTITY_LOGIN_REFUSED' });
  const refresh = identity.ask(RefreshSession, { refresh_token: session.refresh_token });
  await expect(refresh).rejects.toMatchObject({ code: 'IDENTITY_REFRESH_REFUSED' });
  await expect(user.caller.call(GetOwnUser, {})).rejects.toMatchObject({ code: 'PLATFORM_ACTOR_REFUSED' });
  expect((await admin.call(ListColleagues, {})).items.map(({ username }) => username)).toEqual(['off']);
  await admin.call(UpdateUser, { user_id: user.id, is_active: true });
  expect((await logIn()).user.id).toBe(user.id);
  expect(await identity.resolve(key)).toEqual({ state: 'revoked' });
});

it('a user who is erased is not switched on again, nor does he count as an admin', async () => {
  const { account, admin } = await identity.signUp('erased');
  const user = await join(admin, 'erased-user', 'admin');
  await admin.call(EraseUser, { user_id: user.id, password: PASSWORD });
  const again = admin.call(UpdateUser, { user_id: user.id, is_active: true });
  await expect(again).rejects.toMatchObject({ code: 'IDENTITY_USER_NOT_FOUND' });
  const leave = admin.call(UpdateUser, { user_id: account.user.id, role: 'viewer' });
  await expect(leave).rejects.toMatchObject({ code: 'IDENTITY_LAST_ADMIN' });
});

describe('a user', () => {
  it('changes his own names and preferences, which replace those that were kept', async () => {
    const { admin } = await identity.signUp('own');
    const changed = await admin.call(UpdateOwnUser, { username: 'Ada', first_name: 'Ada', preferences: { digest: 'weekly' } });
    expect(changed).toMatchObject({ username: 'Ada', first_name: 'Ada', last_name: null, preferences: { digest: 'weekly' } });
    expect(await admin.call(GetOwnUser, {})).toEqual(changed);
    expect(await admin.call(UpdateOwnUser, { first_name: null, preferences: {} })).toMatchObject({ first_name: null, preferences: {} });
  });

  it('takes no name that is read like a colleague’s, and no preferences beyond 64 KiB', async () => {
    const { admin } = await identity.signUp('eva');
    const other = await join(admin, 'eva-other', 'user');
    const rename = (username: string) => other.caller.call(UpdateOwnUser, { username });
    await expect(rename('EVA')).rejects.toMatchObject({ code: 'IDENTITY_USERNAME_TAKEN' });
    await expect(rename('ЕVА')).rejects.toMatchObject({ code: 'PLATFORM_INPUT_INVALID' });
    await expect(rename('еvа')).rejects.toMatchObject({ code: 'PLATFORM_INPUT_INVALID' });
    const preferences = { note: 'é'.repeat(33 * 1024) };
    await expect(admin.call(UpdateOwnUser, { preferences })).rejects.toMatchObject({ code: 'PLATFORM_INPUT_INVALID' });
  });

  it('who is not there is refused', async () => {
    const { account } = await identity.signUp('ghost');
    const ghost = identity.stack.caller({ companyId: account.company.id, userId: randomUUID() });
    await expect(ghost.call(UpdateOwnUser, { first_name: 'Boo' })).rejects.toMatchObject({ code: 'PLATFORM_ACTOR_REFUSED' });
  });
});
