import { z } from 'zod';
import { defineRequest } from '../define.js';
import { accountSchema, exampleAccount } from './account.js';

export const GetAccount = defineRequest({
  subject: 'rpc.identity.account.get.v1',
  summary: 'Who the credential belongs to',
  input: z.strictObject({}),
  output: accountSchema,
  http: { method: 'GET', path: '/v1/me', scope: 'content:read', rateClass: 'read' },
  example: { input: {}, output: exampleAccount },
});
