import { z } from 'zod';
import { defineRequest } from '../define.js';
import { email, password } from './account.js';
import { exampleMailToken, mailToken } from './email-verifications.js';

export const RequestPasswordReset = defineRequest({
  subject: 'rpc.identity.password-reset.request.v1',
  summary: 'Have a mail sent with which to set a new password; whether there is such an account is not told',
  input: z.strictObject({ email }),
  output: z.object({}),
  http: { method: 'POST', path: '/v1/password-resets', status: 202, scope: null, rateClass: 'auth' },
  example: { input: { email: 'ada@acme.example' }, output: {} },
});

export const ResetPassword = defineRequest({
  subject: 'rpc.identity.password-reset.confirm.v1',
  summary: 'Set a new password by the token of the mail; every session of the user ends',
  input: z.strictObject({ token: mailToken, password }),
  output: z.object({ email: z.string().describe('Log in with it') }),
  errors: ['IDENTITY_MAIL_TOKEN_REFUSED', 'IDENTITY_BUSY'],
  http: { method: 'POST', path: '/v1/password-resets/confirm', scope: null, rateClass: 'auth' },
  example: { input: { token: exampleMailToken, password: 'correct horse battery' }, output: { email: 'ada@acme.example' } },
});
