import { z } from 'zod';
import { defineEvent, defineRequest } from '../define.js';
import { instant } from '../page.js';
import { exampleSession, sessionSchema } from './account.js';
import { REFRESH_TOKEN } from './token-format.js';

/** Why a session ended before its 24 hours were over. */
export const SESSION_END_REASONS = [
  'logged-out',
  'revoked',
  'reuse',
  'surplus',
  'password-changed',
  'password-reset',
  'role-changed',
  'deactivated',
  'totp-removed',
] as const;
export type SessionEndReason = (typeof SESSION_END_REASONS)[number];

const openSessionSchema = z
  .object({
    id: z.uuid(),
    address: z.string().nullable().describe('From where it was opened or last refreshed'),
    user_agent: z.string().nullable(),
    created_at: instant,
    last_seen_at: instant.describe('When it was opened or last refreshed'),
    expires_at: instant,
    is_current: z.boolean().describe('The session of this request'),
  })
  .meta({ id: 'OpenSession' });

const example = {
  id: '0192f0c1-7a00-7000-8000-000000000005',
  address: '203.0.113.7',
  user_agent: 'Mozilla/5.0',
  created_at: '2026-01-05T09:00:00.000Z',
  last_seen_at: '2026-01-05T09:20:00.000Z',
  expires_at: '2026-01-06T09:00:00.000Z',
  is_current: true,
};

export const RefreshSession = defineRequest({
  subject: 'rpc.identity.session.refresh.v1',
  summary: 'Exchange a refresh token for a new one and a new access token',
  input: z.strictObject({
    refresh_token: z.string().regex(REFRESH_TOKEN.pattern).refine(REFRESH_TOKEN.fits, 'is cut short or misspelt'),
    attempt_id: z
      .uuid()
      .optional()
      .describe('Of the client’s own choice, kept for repeats: within a minute the same token with the same id gets the same answer again'),
  }),
  output: sessionSchema,
  errors: ['IDENTITY_REFRESH_REFUSED'],
  http: { method: 'POST', path: '/v1/sessions/refresh', scope: null, rateClass: 'write', isSecretAnswer: true },
  example: { input: { refresh_token: exampleSession.refresh_token }, output: exampleSession },
});

export const ListSessions = defineRequest({
  subject: 'rpc.identity.session.list.v1',
  summary: 'List the open sessions of oneself, newest first',
  input: z.strictObject({}),
  output: z.object({ items: z.array(openSessionSchema) }),
  http: { method: 'GET', path: '/v1/sessions', scope: 'account:read', rateClass: 'read', callers: 'person' },
  example: { input: {}, output: { items: [example] } },
});

export const EndSession = defineRequest({
  subject: 'rpc.identity.session.end.v1',
  summary: 'End one of the sessions of oneself at once',
  input: z.strictObject({ session_id: z.uuid() }),
  output: z.null(),
  errors: ['IDENTITY_SESSION_NOT_FOUND'],
  http: { method: 'DELETE', path: '/v1/sessions/{session_id}', status: 204, scope: 'account:write', rateClass: 'write', callers: 'person' },
  example: { input: { session_id: example.id }, output: null },
});

export const EndOtherSessions = defineRequest({
  subject: 'rpc.identity.session.end-others.v1',
  summary: 'End all sessions of oneself but this one',
  input: z.strictObject({}),
  output: z.object({ ended: z.number().int().describe('How many') }),
  http: { method: 'DELETE', path: '/v1/sessions', scope: 'account:write', rateClass: 'write', callers: 'person' },
  example: { input: {}, output: { ended: 2 } },
});

export const LogOut = defineRequest({
  subject: 'rpc.identity.session.log-out.v1',
  summary: 'End this session',
  input: z.strictObject({}),
  output: z.null(),
  http: { method: 'POST', path: '/v1/logout', status: 204, scope: 'account:read', rateClass: 'write', callers: 'person' },
  example: { input: {}, output: null },
});

/** What a gateway that has just started, or lost its broker for a while, did not hear of. */
export const ListEndedSessions = defineRequest({
  subject: 'rpc.identity.session.list-ended.v1',
  summary: 'Sessions that ended while access tokens of theirs may still be alive',
  input: z.strictObject({ after: z.uuid().nullable().describe('Last id of the page before') }),
  output: z.object({ session_ids: z.array(z.uuid()).describe('In order; at most 10,000'), is_last: z.boolean() }),
  callers: ['gateway'],
  isForServices: true,
  example: { input: { after: null }, output: { session_ids: [example.id], is_last: true } },
});

export const SessionEnded = defineEvent({
  subject: 'evt.identity.session.ended.v1',
  summary: 'A session was ended before its time',
  aggregate: 'session',
  data: z.object({ user_id: z.uuid(), reason: z.enum(SESSION_END_REASONS) }),
  consumers: [],
  example: { user_id: '0192f0c1-7a00-7000-8000-000000000002', reason: 'logged-out' },
});
