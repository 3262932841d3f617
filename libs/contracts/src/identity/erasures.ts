import { z } from 'zod';
import { defineRequest } from '../define.js';
import { erasedPlaceSchema } from '../erasure/erase-part.js';
import { operatorFace } from '../operator/operator-face.js';
import { instant, pageInput, pageOf } from '../page.js';
import { knownPassword } from './change-password.js';

const erasureSchema = z
  .object({
    id: z.uuid(),
    company_id: z.uuid(),
    user_id: z.uuid().nullable().describe('null: the whole company'),
    requested_by: z.enum(['admin', 'self', 'operator']),
    requested_at: instant,
    state: z
      .enum(['running', 'done'])
      .describe('done: everything was looked through once more after nobody could write any longer, and nothing was found'),
    finished_at: instant.nullable(),
    passes: z.number().int().describe('How often everything was looked through'),
    waits_for: z.array(z.string()).describe('Services that could not be asked the last time'),
    erased: z.number().int(),
    left: z.number().int(),
  })
  .meta({ id: 'Erasure' });
export type Erasure = z.infer<typeof erasureSchema>;

const erasureReportSchema = erasureSchema
  .extend({ places: z.array(erasedPlaceSchema.omit({ unread: true }).extend({ service: z.string() })) })
  .meta({ id: 'ErasureReport' });
export type ErasureReport = z.infer<typeof erasureReportSchema>;

const example: Erasure = {
  id: '0192f0c1-7a00-7000-8000-000000000040',
  company_id: '0192f0c1-7a00-7000-8000-000000000001',
  user_id: null,
  requested_by: 'admin',
  requested_at: '2026-01-06T09:00:00.000Z',
  state: 'running',
  finished_at: null,
  passes: 1,
  waits_for: ['analytics'],
  erased: 1_204,
  left: 0,
};
const report: ErasureReport = { ...example, places: [{ service: 'content', place: 'postgres.content_versions', erased: 310, left: 0 }] };

export const EraseCompany = defineRequest({
  subject: 'rpc.identity.company.erase.v1',
  summary:
    'Erase the company, everybody in it and everything of it; all log-ins and keys end with the answer, and nothing brings them back',
  input: z.strictObject({
    password: knownPassword.describe('Of the admin who asks'),
    company_name: z
      .string()
      .max(255)
      .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must not contain control characters')
      .describe('The company’s name, typed out'),
  }),
  output: erasureSchema,
  errors: ['IDENTITY_PASSWORD_WRONG', 'IDENTITY_NAME_NOT_CONFIRMED', 'IDENTITY_LOGIN_THROTTLED', 'IDENTITY_BUSY'],
  http: { method: 'POST', path: '/v1/company/erasure', status: 202, scope: 'account:manage', rateClass: 'write', callers: 'person' },
  example: { input: { password: 'correct horse battery', company_name: 'Acme' }, output: example },
});

const ofPerson = { ...example, user_id: '0192f0c1-7a00-7000-8000-000000000002' };

export const EraseUser = defineRequest({
  subject: 'rpc.identity.user.erase.v1',
  summary: 'Erase what is kept of a user as a person; the user is locked out, and his work stays under an id that says nobody',
  input: z.strictObject({ user_id: z.uuid(), password: knownPassword.describe('Of the admin who asks') }),
  output: erasureSchema,
  errors: ['IDENTITY_USER_NOT_FOUND', 'IDENTITY_LAST_ADMIN', 'IDENTITY_PASSWORD_WRONG', 'IDENTITY_LOGIN_THROTTLED', 'IDENTITY_BUSY'],
  http: {
    method: 'POST',
    path: '/v1/users/{user_id}/erasure',
    status: 202,
    scope: 'account:manage',
    rateClass: 'write',
    callers: 'person',
  },
  example: { input: { user_id: ofPerson.user_id, password: 'correct horse battery' }, output: ofPerson },
});

export const GetUserErasure = defineRequest({
  subject: 'rpc.identity.user.get-erasure.v1',
  summary: 'Show how far the erasure of a user is, and what is left',
  input: z.strictObject({ user_id: z.uuid() }),
  output: erasureReportSchema,
  errors: ['IDENTITY_ERASURE_NOT_FOUND'],
  http: { method: 'GET', path: '/v1/users/{user_id}/erasure', scope: 'account:manage', rateClass: 'read' },
  example: { input: { user_id: ofPerson.user_id }, output: { ...report, user_id: ofPerson.user_id } },
});

export const EraseOwnUser = defineRequest({
  subject: 'rpc.identity.user.erase-own.v1',
  summary: 'Erase what is kept of oneself as a person; one is locked out with the answer',
  input: z.strictObject({ password: knownPassword }),
  output: erasureSchema,
  errors: ['IDENTITY_LAST_ADMIN', 'IDENTITY_PASSWORD_WRONG', 'IDENTITY_LOGIN_THROTTLED', 'IDENTITY_BUSY'],
  http: { method: 'POST', path: '/v1/me/erasure', status: 202, scope: 'account:write', rateClass: 'write', callers: 'person' },
  example: { input: { password: 'correct horse battery' }, output: { ...ofPerson, requested_by: 'self' as const } },
});

export const StartErasure = defineRequest({
  subject: 'rpc.identity.erasure.start.v1',
  summary: 'Erase a company; asked again, it answers how far that is',
  input: z.strictObject({ company_id: z.uuid() }),
  output: erasureReportSchema,
  errors: ['IDENTITY_COMPANY_NOT_FOUND'],
  http: operatorFace('POST', '/v1/operator/identity/erasures', 202),
  example: { input: { company_id: example.company_id }, output: report },
});

export const ListErasures = defineRequest({
  subject: 'rpc.identity.erasure.list.v1',
  summary: 'List erasures, newest first',
  input: z.strictObject({ ...pageInput }),
  output: pageOf(erasureSchema),
  errors: ['PLATFORM_CURSOR_INVALID'],
  http: operatorFace('GET', '/v1/operator/identity/erasures'),
  example: { input: {}, output: { items: [example], next_cursor: null } },
});

export const GetErasure = defineRequest({
  subject: 'rpc.identity.erasure.get.v1',
  summary: 'Show an erasure with its report: what was erased and what is left, by service and place',
  input: z.strictObject({ erasure_id: z.uuid() }),
  output: erasureReportSchema,
  errors: ['IDENTITY_ERASURE_NOT_FOUND'],
  http: operatorFace('GET', '/v1/operator/identity/erasures/{erasure_id}'),
  example: { input: { erasure_id: example.id }, output: report },
});
