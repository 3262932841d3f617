import { z } from 'zod';
import { defineRequest } from '../define.js';
import { storableName } from '../text.js';
import { accountSchema, email, exampleAccount, exampleSession, password, personName, sessionSchema } from './account.js';

export const SignUp = defineRequest({
  subject: 'rpc.identity.company.sign-up.v1',
  summary: 'Make a company and its admin',
  input: z.strictObject({
    company_name: storableName(255),
    email,
    username: personName(100).optional().describe('Defaults to the local part of the e-mail address'),
    password,
  }),
  output: accountSchema.extend({ session: sessionSchema }),
  errors: ['IDENTITY_EMAIL_TAKEN', 'IDENTITY_BUSY'],
  http: { method: 'POST', path: '/v1/signup', status: 201, scope: null, rateClass: 'auth', isSecretAnswer: true },
  example: {
    input: { company_name: 'Acme', email: 'ada@acme.example', password: 'correct horse battery' },
    output: { ...exampleAccount, session: exampleSession },
  },
});
