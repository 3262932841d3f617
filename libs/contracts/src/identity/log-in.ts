import { z } from 'zod';
import { defineRequest } from '../define.js';
import { accountSchema, email, exampleAccount, exampleSession, sessionSchema } from './account.js';
import { knownPassword } from './change-password.js';
import { secondFactor } from './totp.js';

export const LogIn = defineRequest({
  subject: 'rpc.identity.session.log-in.v1',
  summary: 'Exchange e-mail address and password for a session',
  input: z.strictObject({ email, password: knownPassword, totp_code: secondFactor.optional() }),
  output: accountSchema.extend({ session: sessionSchema }),
  errors: ['IDENTITY_LOGIN_REFUSED', 'IDENTITY_LOGIN_THROTTLED', 'IDENTITY_BUSY', 'IDENTITY_TOTP_NEEDED', 'IDENTITY_TOTP_REFUSED'],
  http: { method: 'POST', path: '/v1/login', scope: null, rateClass: 'auth', isSecretAnswer: true },
  example: {
    input: { email: 'ada@acme.example', password: 'correct horse battery' },
    output: { ...exampleAccount, session: exampleSession },
  },
});
