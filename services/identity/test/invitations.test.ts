import { randomUUID } from 'node:crypto';
import {
  AcceptInvitation,
  type CallOf,
  CreateInvitation,
  ListInvitations,
  LogIn,
  MAIL_TOKEN,
  RevokeInvitation,
  SignUp,
  UpdateUser,
} from '@smartcontent/contracts';
import type { Caller } from '@smartcontent/testing';
import { describe, expect, it } from 'vitest';
import { PASSWORD, useIdentity } from './use-identity.js';

const identity = useIdentity({ hasMail: true });
const refused = { code: 'IDENTITY_MAIL_TOKEN_REFUSED' };
const accept = (token: string, more: Partial<CallOf<typeof AcceptInvitation>> = {}) =>
  identity.ask(AcceptInvitation, { token, password: PASSWORD, ...more });
const invite = (admin: Caller, email: string, role: 'admin' | 'manager' = 'manager') => admin.call(CreateInvitation, { email, role });

/** A company and an invitation of `guest-of-<name>@guest.example` into it. */
async function invited(name: string) {
  const { account, admin } = await identity.signUp(name);
  const email = `guest-of-${name}@guest.example`;
  const invitation = await invite(admin, email);
  return { account, admin, email, invitation, token: await identity.mailboxes.tokenOf(email) };
}

describe('an invitation', () => {
  it('makes a user of the role that it names, with a proved address, and tells of it without his name', async () => {
    const { account, admin, email, invitation, token } = await invited('join');
    expect(invitation).toMatchObject({ email, role: 'manager', status: 'open', invited_by: account.user.id });
    expect((await identity.mailboxes.of(email))[0]?.subject).toBe('Invitation into join');
    const joined = await accept(token, { username: 'Grace', first_name: 'Grace', last_name: 'Hopper' });
    expect(joined).toMatchObject({ company: { id: account.company.id }, user: { email, username: 'Grace', role: 'manager' } });
    expect((await identity.ask(LogIn, { email, password: PASSWORD })).user).toEqual(joined.user);
    const columns = 'email_verified, first_name, last_name';
    const [row] = await identity.stack.query(`SELECT ${columns} FROM identity.users WHERE id = $1`, [joined.user.id]);
    expect(row).toEqual({ email_verified: true, first_name: 'Grace', last_name: 'Hopper' });
    const [event] = await identity.stack.query('SELECT subject, aggregate_version, data FROM identity.outbox WHERE aggregate_id = $1', [
      joined.user.id,
    ]);
    expect(event).toMatchObject({
      subject: 'evt.identity.user.joined.v1',
      aggregate_version: '1',
      data: { role: 'manager', invited_by: account.user.id },
    });
    expect((await admin.call(ListInvitations, {})).items).toMatchObject([{ id: invitation.id, status: 'accepted' }]);
  });

  it('counts once, also for two at the same time', async () => {
    const { token } = await invited('race');
    const outcomes = await Promise.allSettled([accept(token, { username: 'one' }), accept(token, { username: 'two' })]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(accept(token)).rejects.toMatchObject(refused);
  });

  it('is refused when it is unknown, revoked or past its time, or when who gave it may give none any more', async () => {
    const { account, admin, invitation, token } = await invited('refuse');
    await expect(accept(MAIL_TOKEN.create())).rejects.toMatchObject(refused);
    await identity.stack.query(`UPDATE identity.users SET role = 'manager' WHERE id = $1`, [account.user.id]);
    await expect(accept(token)).rejects.toMatchObject(refused);
    await identity.stack.query(`UPDATE identity.users SET role = 'admin' WHERE id = $1`, [account.user.id]);
    await identity.stack.query('UPDATE identity.invitations SET expires_at = now() WHERE id = $1', [invitation.id]);
    await expect(accept(token)).rejects.toMatchObject(refused);
    expect((await admin.call(ListInvitations, {})).items).toMatchObject([{ status: 'expired' }]);
    const again = await invite(admin, 'guest-of-refuse@guest.example');
    const newToken = await identity.mailboxes.tokenOf('guest-of-refuse@guest.example', 2);
    const closed = (await identity.stack.audited('identity', account.company.id)).filter(({ table_name }) => table_name === 'invitations');
    expect(closed.find(({ operation }) => operation === 'update')).toMatchObject({
      old_values: { id: invitation.id, status: 'expired' },
      new_values: { id: invitation.id, status: 'revoked' },
    });
    expect(await admin.call(RevokeInvitation, { invitation_id: again.id })).toMatchObject({ status: 'revoked' });
    expect(await admin.call(RevokeInvitation, { invitation_id: again.id })).toMatchObject({ status: 'revoked' });
    await expect(accept(newToken)).rejects.toMatchObject(refused);
  });

  it('of an address that is open, or of a colleague, is not given twice', async () => {
    const { admin, email, token } = await invited('once');
    await expect(invite(admin, email.toUpperCase())).rejects.toMatchObject({ code: 'IDENTITY_INVITATION_OPEN' });
    await accept(token);
    await expect(invite(admin, email)).rejects.toMatchObject({ code: 'IDENTITY_EMAIL_TAKEN' });
  });

  it('cannot be accepted with an address that has an account meanwhile, nor under a name that is read like a colleague’s', async () => {
    const { token, email } = await invited('taken');
    await expect(accept(token, { username: 'TAKEN' })).rejects.toMatchObject({ code: 'IDENTITY_USERNAME_TAKEN' });
    await identity.ask(SignUp, { company_name: 'Elsewhere', email, password: PASSWORD });
    await expect(accept(token, { username: 'other' })).rejects.toMatchObject({ code: 'IDENTITY_EMAIL_TAKEN' });
    const lookalike = await invited('coco');
    await expect(accept(lookalike.token, { username: 'сосо' })).rejects.toMatchObject({ code: 'IDENTITY_USERNAME_TAKEN' });
    await expect(accept(lookalike.token, { username: 'СОСО' })).rejects.toMatchObject({ code: 'IDENTITY_USERNAME_TAKEN' });
    await expect(accept(lookalike.token, { username: 'сoco' })).rejects.toMatchObject({ code: 'PLATFORM_INPUT_INVALID' });
    expect((await accept(lookalike.token, { username: 'Соня' })).user.username).toBe('Соня');
  });

  it('is seen and revoked by its own company alone, and not once it is accepted', async () => {
    const { admin, invitation, token } = await invited('mine');
    const stranger = identity.stack.caller();
    expect((await stranger.call(ListInvitations, {})).items).toEqual([]);
    const revoke = (who: Caller, invitation_id: string) => who.call(RevokeInvitation, { invitation_id });
    await expect(revoke(stranger, invitation.id)).rejects.toMatchObject({ code: 'IDENTITY_INVITATION_NOT_FOUND' });
    await expect(revoke(admin, randomUUID())).rejects.toMatchObject({ code: 'IDENTITY_INVITATION_NOT_FOUND' });
    await accept(token);
    await expect(revoke(admin, invitation.id)).rejects.toMatchObject({ code: 'IDENTITY_INVITATION_ACCEPTED' });
  });

  it('is given by who manages the account and is there', async () => {
    const { account } = await identity.signUp('who');
    const manager = identity.stack.caller({ companyId: account.company.id, role: 'manager' });
    await expect(invite(manager, 'x@guest.example')).rejects.toMatchObject({ code: 'PLATFORM_SCOPE_MISSING' });
    const phantom = identity.stack.caller({ companyId: account.company.id });
    await expect(invite(phantom, 'x@guest.example')).rejects.toMatchObject({ code: 'PLATFORM_ACTOR_REFUSED' });
  });

  it('is refused once the company has sent five hundred within a day', async () => {
    const { account, admin } = await identity.signUp('many');
    const past = `INSERT INTO identity.invitations (id, company_id, email, role, invited_by, token_hash, expires_at, revoked_at, created_at)
      SELECT gen_random_uuid(), $1, 'x', 'user', $2, 'many' || n, now(), now(), now() - make_interval(mins => n) FROM generate_series(1, 500) n`;
    await identity.stack.query(past, [account.company.id, account.user.id]);
    await expect(invite(admin, 'one-more@guest.example')).rejects.toMatchObject({ code: 'IDENTITY_INVITATIONS_TOO_MANY' });
    await identity.stack.query(`UPDATE identity.invitations SET created_at = created_at - interval '16 hours' WHERE company_id = $1`, [
      account.company.id,
    ]);
    expect((await invite(admin, 'one-more@guest.example')).status).toBe('open');
  });

  it('does not reach an address more than five times a day, however often it is revoked', async () => {
    const { admin } = await identity.signUp('pester');
    for (let round = 0; round < 5; round++) {
      const { id } = await invite(admin, 'pestered@guest.example');
      await admin.call(RevokeInvitation, { invitation_id: id });
    }
    await expect(invite(admin, 'pestered@guest.example')).rejects.toMatchObject({ code: 'IDENTITY_INVITATIONS_TOO_MANY' });
    expect((await invite(admin, 'another@guest.example')).status).toBe('open');
  });

  it('does not keep its address once who gave it may give none, and says so', async () => {
    const { account, admin, email, token } = await invited('left');
    const second = await invite(admin, 'second@guest.example', 'admin');
    const { user } = await accept(await identity.mailboxes.tokenOf(second.email));
    const other = identity.stack.caller({ companyId: account.company.id, userId: user.id });
    await other.call(UpdateUser, { user_id: account.user.id, role: 'viewer' });
    expect((await other.call(ListInvitations, {})).items.find((one) => one.email === email)).toMatchObject({ status: 'expired' });
    await expect(accept(token)).rejects.toMatchObject(refused);
    expect(await invite(other, email)).toMatchObject({ status: 'open', invited_by: user.id });
  });

  it('is listed in pages, newest first', async () => {
    const { admin } = await identity.signUp('pages');
    for (const name of ['a', 'b', 'c']) await invite(admin, `${name}@pages.example`);
    const first = await admin.call(ListInvitations, { limit: 2 });
    expect(first.items.map(({ email }) => email)).toEqual(['c@pages.example', 'b@pages.example']);
    const second = await admin.call(ListInvitations, { limit: 2, cursor: first.next_cursor as string });
    expect(second).toMatchObject({ items: [{ email: 'a@pages.example' }], next_cursor: null });
    await expect(admin.call(ListInvitations, { cursor: 'x' })).rejects.toMatchObject({ code: 'PLATFORM_CURSOR_INVALID' });
  });
});
