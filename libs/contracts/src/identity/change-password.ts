import { z } from 'zod';
import { defineRequest } from '../define.js';
import { password } from './account.js';

/** A password that is only compared: the rules for new ones may have changed since it was chosen. */
export const knownPassword = z.string().min(1).max(200);

export const ChangePassword = defineRequest({
  subject: 'rpc.identity.password.change.v1',
  summary: 'Change the password of oneself and end all other sessions',
  input: z.strictObject({ current_password: knownPassword, new_password: password }),
  output: z.null(),
  errors: ['IDENTITY_PASSWORD_WRONG', 'IDENTITY_LOGIN_THROTTLED', 'IDENTITY_BUSY'],
  http: { method: 'POST', path: '/v1/me/password', status: 204, scope: 'account:write', rateClass: 'write', callers: 'person' },
  example: { input: { current_password: 'correct horse battery', new_password: 'staple correct horse' }, output: null },
});
