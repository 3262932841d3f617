import {
  AcceptInvitation,
  BeginTotp,
  ChangePassword,
  ConfirmEmailChange,
  ConfirmTotp,
  CreateInvitation,
  EndOtherSessions,
  EndSession,
  GetAccount,
  GetContact,
  GetOwnUser,
  GetProfile,
  GetSettings,
  GetUser,
  GetUserContact,
  ListColleagues,
  ListInvitations,
  ListSessions,
  ListUsers,
  LogIn,
  LogOut,
  MAIL_TOKEN,
  REFRESH_TOKEN,
  RefreshSession,
  RemoveTotp,
  RemoveUserTotp,
  RequestEmailChange,
  RequestPasswordReset,
  ResetPassword,
  RevokeInvitation,
  SendEmailVerification,
  SignUp,
  UpdateContact,
  UpdateOwnUser,
  UpdateProfile,
  UpdateSettings,
  UpdateUser,
  VerifyEmail,
} from '@smartcontent/contracts';
import { Company, type Person } from '../company.js';
import { totpCode } from '../totp-code.js';
import { plain, type Recipe, recipe } from './recipe.js';

const NEW_PASSWORD = 'another horse, same battery';

/** Doors that stand open to everybody: who comes in has the secret that is in the input. */
const front: readonly Recipe[] = [
  recipe(SignUp, ({ a }) => {
    const email = newAddress(a, 'sign-up');
    const input = { company_name: 'Somebody', email, password: NEW_PASSWORD };
    return { input, strangerInput: { ...input, email: a.admin.email } };
  }),
  recipe(LogIn, async ({ a, town }) => {
    const { email, password } = (await Company.signUp(town, 'guest')).admin;
    return { input: { email, password }, strangerInput: { email: a.admin.email, password: 'wrong horse battery' } };
  }),
  recipe(RefreshSession, async ({ town }) => {
    const { refreshToken } = (await Company.signUp(town, 'guest')).admin;
    return { input: { refresh_token: refreshToken }, strangerInput: { refresh_token: REFRESH_TOKEN.create() } };
  }),
  recipe(VerifyEmail, async ({ town }) => {
    const guest = await Company.signUp(town, 'guest');
    return { input: { token: await guest.mailedToken(guest.admin.email) }, strangerInput: { token: MAIL_TOKEN.create() } };
  }),
  recipe(RequestPasswordReset, async ({ town }) => {
    const { email } = (await Company.signUp(town, 'guest')).admin;
    return { input: { email }, strangerInput: { email: 'nobody@walk.example' } };
  }),
  recipe(ResetPassword, async ({ town }) => {
    const guest = await Company.signUp(town, 'guest');
    await town.front.call(RequestPasswordReset, { email: guest.admin.email });
    const token = await guest.mailedToken(guest.admin.email, 2);
    return { input: { token, password: NEW_PASSWORD }, strangerInput: { token: MAIL_TOKEN.create(), password: NEW_PASSWORD } };
  }),
  recipe(ConfirmEmailChange, async ({ town }) => {
    const guest = await Company.signUp(town, 'guest');
    const email = newAddress(guest, 'other');
    await guest.call(RequestEmailChange, { email, password: guest.admin.password });
    return { input: { token: await guest.mailedToken(email) }, strangerInput: { token: MAIL_TOKEN.create() } };
  }),
  recipe(AcceptInvitation, async ({ a }) => {
    const email = newAddress(a, 'invited');
    await a.call(CreateInvitation, { email, role: 'viewer' });
    const input = { token: await a.mailedToken(email), password: NEW_PASSWORD };
    return { input, strangerInput: { ...input, token: MAIL_TOKEN.create() } };
  }),
];

/** Of the company, so that its mark is in it; nobody's yet. */
function newAddress(a: Company, what: string): string {
  return `${a.text(what).replaceAll(' ', '-')}@walk.example`;
}

async function withAuthenticator(a: Company): Promise<Person> {
  const person = await a.newPerson('user');
  const { secret } = await a.call(BeginTotp, { password: person.password }, person.token);
  await a.call(ConfirmTotp, { totp_code: totpCode(secret) }, person.token);
  return person;
}

/** A person's own: sessions, password, authenticator. */
const own: readonly Recipe[] = [
  plain(ListSessions),
  recipe(EndSession, async ({ a }) => {
    const person = await a.newPerson('user');
    const { sessionId } = await a.logIn(person);
    return { input: { session_id: sessionId }, bearer: person.token };
  }),
  recipe(EndOtherSessions, async ({ a }) => ({ input: {}, bearer: (await a.newPerson('user')).token, endsSession: true })),
  recipe(LogOut, async ({ a }) => ({ input: {}, bearer: (await a.newPerson('user')).token, endsSession: true })),
  recipe(ChangePassword, async ({ a }) => {
    const { password, token } = await a.newPerson('user');
    return { input: { current_password: password, new_password: NEW_PASSWORD }, bearer: token };
  }),
  recipe(BeginTotp, async ({ a }) => {
    const { password, token } = await a.newPerson('user');
    return { input: { password }, bearer: token };
  }),
  recipe(ConfirmTotp, async ({ a }) => {
    const { password, token } = await a.newPerson('user');
    const { secret } = await a.call(BeginTotp, { password }, token);
    return { input: () => ({ totp_code: totpCode(secret) }), bearer: token };
  }),
  recipe(RemoveTotp, async ({ a }) => {
    const { password, token } = await withAuthenticator(a);
    return { input: { password }, bearer: token };
  }),
  recipe(SendEmailVerification, async ({ town }) => ({
    input: {},
    bearer: (await Company.signUp(town, 'guest')).admin.token,
    letIn: ['IDENTITY_MAIL_TOO_SOON', 'IDENTITY_EMAIL_VERIFIED'],
    isLetInOwn: true,
  })),
  recipe(RequestEmailChange, async ({ a }) => {
    const { password, token } = await a.newPerson('user');
    return { input: { email: newAddress(a, 'other'), password }, bearer: token };
  }),
  plain(GetAccount),
  plain(GetContact),
  plain(GetOwnUser),
  plain(GetProfile),
  plain(GetSettings),
  recipe(UpdateContact, ({ a }) => ({ input: { postal_address: a.text('address') } })),
  recipe(UpdateOwnUser, ({ a }) => ({ input: { last_name: a.mark } })),
  recipe(UpdateProfile, ({ a }) => ({ input: { preferred_topics: [a.text('topic')] } })),
  recipe(UpdateSettings, ({ a }) => ({ input: { settings_json: { note: a.text('setting') } } })),
];

/** Who is in the company. */
const colleagues: readonly Recipe[] = [
  plain(ListColleagues),
  plain(ListUsers),
  recipe(GetUser, ({ a }) => ({ input: { user_id: a.admin.id } })),
  recipe(RemoveUserTotp, async ({ a }) => ({ input: { user_id: (await withAuthenticator(a)).id, password: a.admin.password } })),
  recipe(GetUserContact, ({ a }) => ({ input: { user_id: a.admin.id } })),
  recipe(UpdateUser, async ({ a }) => ({ input: { user_id: (await a.newPerson('user')).id, role: 'manager' } })),
  recipe(CreateInvitation, ({ a }) => ({ input: { email: newAddress(a, 'new'), role: 'viewer' } })),
  plain(ListInvitations),
  recipe(RevokeInvitation, async ({ a }) => {
    const email = newAddress(a, 'unwanted');
    return { input: { invitation_id: (await a.call(CreateInvitation, { email, role: 'user' })).id } };
  }),
];

export const PEOPLE: readonly Recipe[] = [...front, ...own, ...colleagues];
