import { z } from 'zod';
import { defineRequest } from '../define.js';
import { instant } from '../page.js';
import { MAIL_TOKEN } from './token-format.js';

/** The token of a mail, as it stands there. */
export const mailToken = z.string().max(100).regex(MAIL_TOKEN.pattern, 'must be the token of a mail');
export const exampleMailToken = 'sc_mail_Ab3dEf6hIj9lMn2pQr5tUv8xYz1BcDeF_1a2B3c';

export const SendEmailVerification = defineRequest({
  subject: 'rpc.identity.email-verification.send.v1',
  summary: 'Send the mail that proves one’s e-mail address once more',
  input: z.strictObject({}),
  output: z.object({ expires_at: instant.describe('Until when its token counts') }),
  errors: ['IDENTITY_EMAIL_VERIFIED', 'IDENTITY_MAIL_TOO_SOON'],
  http: {
    method: 'POST',
    path: '/v1/me/email-verification',
    status: 202,
    scope: 'account:write',
    callers: 'person',
    rateClass: 'write',
  },
  example: { input: {}, output: { expires_at: '2026-01-06T09:00:00.000Z' } },
});

export const VerifyEmail = defineRequest({
  subject: 'rpc.identity.email-verification.confirm.v1',
  summary: 'Verify an e-mail address by the token of the mail that was sent there',
  input: z.strictObject({ token: mailToken }),
  output: z.object({ email: z.string() }),
  errors: ['IDENTITY_MAIL_TOKEN_REFUSED'],
  http: { method: 'POST', path: '/v1/email-verifications', scope: null, rateClass: 'auth' },
  example: { input: { token: exampleMailToken }, output: { email: 'ada@acme.example' } },
});
