import { z } from 'zod';
import { defineRequest } from '../define.js';
import { instant } from '../page.js';
import { email } from './account.js';
import { knownPassword } from './change-password.js';
import { exampleMailToken, mailToken } from './email-verifications.js';

export const RequestEmailChange = defineRequest({
  subject: 'rpc.identity.email-change.request.v1',
  summary: 'Have a mail sent to another address, with which it becomes one’s own; whether it has an account is not told',
  input: z.strictObject({ email, password: knownPassword }),
  output: z.object({ expires_at: instant.describe('Until when the token of the mail counts') }),
  errors: ['IDENTITY_PASSWORD_WRONG', 'IDENTITY_LOGIN_THROTTLED', 'IDENTITY_BUSY', 'IDENTITY_EMAIL_UNCHANGED', 'IDENTITY_MAIL_TOO_SOON'],
  http: { method: 'POST', path: '/v1/me/email', status: 202, scope: 'account:write', callers: 'person', rateClass: 'write' },
  example: {
    input: { email: 'ada@new.example', password: 'correct horse battery' },
    output: { expires_at: '2026-01-05T10:00:00.000Z' },
  },
});

export const ConfirmEmailChange = defineRequest({
  subject: 'rpc.identity.email-change.confirm.v1',
  summary: 'Take the address that the token of the mail was sent to for one’s own; the former one is told, sessions stay',
  input: z.strictObject({ token: mailToken }),
  output: z.object({ email: z.string().describe('Log in with it') }),
  errors: ['IDENTITY_MAIL_TOKEN_REFUSED', 'IDENTITY_EMAIL_TAKEN'],
  http: { method: 'POST', path: '/v1/email-changes/confirm', scope: null, rateClass: 'auth' },
  example: { input: { token: exampleMailToken }, output: { email: 'ada@new.example' } },
});
