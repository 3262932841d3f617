import { z } from 'zod';
import { roleSchema } from '../access.js';
import { defineEvent, defineRequest } from '../define.js';
import { oneOrMore, sortInput, trueOrFalse } from '../list-query.js';
import { instant, pageInput, pageOf } from '../page.js';
import { boundedObject, storableObject } from '../text.js';
import { personName } from './account.js';

const PREFERENCES_LIMIT_BYTES = 64 * 1024;

const colleagueFields = {
  id: z.uuid(),
  username: z.string(),
  first_name: z.string().nullable(),
  last_name: z.string().nullable(),
};
const colleagueSchema = z.object(colleagueFields).meta({ id: 'Colleague' });

const userDetailSchema = z
  .object({
    ...colleagueFields,
    email: z.string(),
    email_verified: z.boolean(),
    role: roleSchema,
    is_active: z.boolean(),
    preferences: storableObject,
    last_login_at: instant.nullable(),
    created_at: instant,
    updated_at: instant,
  })
  .meta({ id: 'UserDetail' });
export type UserDetail = z.infer<typeof userDetailSchema>;

const colleague = { id: '0192f0c1-7a00-7000-8000-000000000002', username: 'ada', first_name: 'Ada', last_name: 'Lovelace' };
const example = {
  ...colleague,
  email: 'ada@acme.example',
  email_verified: true,
  role: 'admin' as const,
  is_active: true,
  preferences: { digest: 'weekly' },
  last_login_at: '2026-01-05T09:00:00.000Z',
  created_at: '2026-01-05T09:00:00.000Z',
  updated_at: '2026-01-05T09:00:00.000Z',
};

export const ListColleagues = defineRequest({
  subject: 'rpc.identity.user.list-colleagues.v1',
  summary: 'List the names of the company’s active users',
  input: z.strictObject({ ...pageInput }),
  output: pageOf(colleagueSchema),
  errors: ['PLATFORM_CURSOR_INVALID'],
  http: { method: 'GET', path: '/v1/colleagues', scope: 'account:read', rateClass: 'read' },
  example: { input: {}, output: { items: [colleague], next_cursor: null } },
});

export const ListUsers = defineRequest({
  subject: 'rpc.identity.user.list.v1',
  summary: 'List the company’s users with everything that is kept of them; who came first is first unless told',
  input: z.strictObject({ ...pageInput, role: oneOrMore(roleSchema), is_active: trueOrFalse, ...sortInput(['id'], 'id') }),
  output: pageOf(userDetailSchema),
  errors: ['PLATFORM_CURSOR_INVALID'],
  http: { method: 'GET', path: '/v1/users', scope: 'account:manage', rateClass: 'read' },
  example: { input: {}, output: { items: [example], next_cursor: null } },
});

export const GetUser = defineRequest({
  subject: 'rpc.identity.user.get.v1',
  summary: 'Show a user',
  input: z.strictObject({ user_id: z.uuid() }),
  output: userDetailSchema,
  errors: ['IDENTITY_USER_NOT_FOUND'],
  http: { method: 'GET', path: '/v1/users/{user_id}', scope: 'account:manage', rateClass: 'read' },
  example: { input: { user_id: example.id }, output: example },
});

export const UpdateUser = defineRequest({
  subject: 'rpc.identity.user.update.v1',
  summary: 'Change a user’s role, or switch the user off or on; either ends the user’s sessions',
  input: z.strictObject({ user_id: z.uuid(), role: roleSchema.optional(), is_active: z.boolean().optional() }),
  output: userDetailSchema,
  errors: ['IDENTITY_USER_NOT_FOUND', 'IDENTITY_LAST_ADMIN'],
  http: { method: 'PATCH', path: '/v1/users/{user_id}', scope: 'account:manage', callers: 'person', rateClass: 'write' },
  example: { input: { user_id: example.id, role: 'admin' }, output: example },
});

export const GetOwnUser = defineRequest({
  subject: 'rpc.identity.user.get-own.v1',
  summary: 'Show oneself with everything that is kept of one',
  input: z.strictObject({}),
  output: userDetailSchema,
  http: { method: 'GET', path: '/v1/me/user', scope: 'account:read', rateClass: 'read' },
  example: { input: {}, output: example },
});

export const UpdateOwnUser = defineRequest({
  subject: 'rpc.identity.user.update-own.v1',
  summary: 'Change one’s own names and preferences',
  input: z.strictObject({
    username: personName(100).optional(),
    first_name: personName(100).nullable().optional(),
    last_name: personName(100).nullable().optional(),
    preferences: boundedObject(PREFERENCES_LIMIT_BYTES).optional().describe('Replaces those that are kept; at most 64 KiB as JSON'),
  }),
  output: userDetailSchema,
  errors: ['IDENTITY_USERNAME_TAKEN'],
  http: { method: 'PATCH', path: '/v1/me/user', scope: 'account:write', callers: 'person', rateClass: 'write' },
  example: { input: { preferences: { digest: 'weekly' } }, output: example },
});

export const UserJoined = defineEvent({
  subject: 'evt.identity.user.joined.v1',
  summary: 'Somebody accepted an invitation into the company',
  aggregate: 'user',
  data: z.object({ role: z.string(), invited_by: z.uuid() }),
  consumers: [],
  example: { role: 'manager', invited_by: '0192f0c1-7a00-7000-8000-000000000002' },
});

export const UserUpdated = defineEvent({
  subject: 'evt.identity.user.updated.v1',
  summary: 'A user’s role changed, or the user was switched off or on',
  aggregate: 'user',
  data: z.object({ role: z.string(), is_active: z.boolean() }),
  consumers: [],
  example: { role: 'admin', is_active: true },
});
