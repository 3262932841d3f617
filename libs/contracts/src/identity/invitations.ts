import { z } from 'zod';
import { roleSchema } from '../access.js';
import { defineRequest } from '../define.js';
import { instant, pageInput, pageOf } from '../page.js';
import { accountSchema, email, exampleAccount, password, personName } from './account.js';
import { exampleMailToken, mailToken } from './email-verifications.js';

const invitationSchema = z
  .object({
    id: z.uuid(),
    email: z.string(),
    role: roleSchema,
    status: z.enum(['open', 'accepted', 'revoked', 'expired']),
    invited_by: z.uuid(),
    expires_at: instant,
    created_at: instant,
  })
  .meta({ id: 'Invitation' });
export type Invitation = z.infer<typeof invitationSchema>;

const example = {
  id: '0192f0c1-7a00-7000-8000-00000000000a',
  email: 'grace@acme.example',
  role: 'manager' as const,
  status: 'open' as const,
  invited_by: '0192f0c1-7a00-7000-8000-000000000002',
  expires_at: '2026-01-12T09:00:00.000Z',
  created_at: '2026-01-05T09:00:00.000Z',
};

export const CreateInvitation = defineRequest({
  subject: 'rpc.identity.invitation.create.v1',
  summary: 'Invite somebody into the company by mail; it counts for seven days',
  input: z.strictObject({ email, role: roleSchema }),
  output: invitationSchema,
  errors: ['IDENTITY_EMAIL_TAKEN', 'IDENTITY_INVITATION_OPEN', 'IDENTITY_INVITATIONS_TOO_MANY'],
  http: { method: 'POST', path: '/v1/invitations', status: 201, scope: 'account:manage', callers: 'person', rateClass: 'write' },
  example: { input: { email: 'grace@acme.example', role: 'manager' }, output: example },
});

export const ListInvitations = defineRequest({
  subject: 'rpc.identity.invitation.list.v1',
  summary: 'List invitations, newest first',
  input: z.strictObject({ ...pageInput }),
  output: pageOf(invitationSchema),
  errors: ['PLATFORM_CURSOR_INVALID'],
  http: { method: 'GET', path: '/v1/invitations', scope: 'account:manage', rateClass: 'read' },
  example: { input: {}, output: { items: [example], next_cursor: null } },
});

export const RevokeInvitation = defineRequest({
  subject: 'rpc.identity.invitation.revoke.v1',
  summary: 'Revoke an invitation that was not accepted',
  input: z.strictObject({ invitation_id: z.uuid() }),
  output: invitationSchema,
  errors: ['IDENTITY_INVITATION_NOT_FOUND', 'IDENTITY_INVITATION_ACCEPTED'],
  http: { method: 'DELETE', path: '/v1/invitations/{invitation_id}', scope: 'account:manage', callers: 'person', rateClass: 'write' },
  example: { input: { invitation_id: example.id }, output: { ...example, status: 'revoked' } },
});

export const AcceptInvitation = defineRequest({
  subject: 'rpc.identity.invitation.accept.v1',
  summary: 'Become a user of the company that sent the invitation; then log in',
  input: z.strictObject({
    token: mailToken,
    password,
    username: personName(100).optional().describe('Defaults to the local part of the e-mail address'),
    first_name: personName(100).optional(),
    last_name: personName(100).optional(),
  }),
  output: accountSchema,
  errors: ['IDENTITY_MAIL_TOKEN_REFUSED', 'IDENTITY_EMAIL_TAKEN', 'IDENTITY_USERNAME_TAKEN', 'IDENTITY_BUSY'],
  http: { method: 'POST', path: '/v1/invitations/accept', status: 201, scope: null, rateClass: 'auth' },
  example: { input: { token: exampleMailToken, password: 'correct horse battery', first_name: 'Ada' }, output: exampleAccount },
});
