import { z } from 'zod';
import { defineRequest } from '../define.js';
import { knownPassword } from './change-password.js';

/** Six digits of the authenticator, or a recovery code; spaces between the groups do not matter. */
export const secondFactor = z.string().regex(/^[0-9A-Za-z -]{6,40}$/);

const refusals = ['IDENTITY_PASSWORD_WRONG', 'IDENTITY_LOGIN_THROTTLED', 'IDENTITY_BUSY'] as const;

export const BeginTotp = defineRequest({
  subject: 'rpc.identity.totp.begin.v1',
  summary: 'Get the secret for an authenticator; it counts once it is confirmed',
  input: z.strictObject({ password: knownPassword }),
  output: z.object({ secret: z.string().describe('Base32'), otpauth_url: z.string().describe('To be shown as a QR code') }),
  errors: [...refusals, 'IDENTITY_TOTP_ACTIVE'],
  http: { method: 'POST', path: '/v1/me/totp', scope: 'account:write', rateClass: 'write', callers: 'person', isSecretAnswer: true },
  example: {
    input: { password: 'correct horse battery' },
    output: { secret: 'JBSWY3DPEHPK3PXP', otpauth_url: 'otpauth://totp/SmartContent:ada%40acme.example?secret=JBSWY3DPEHPK3PXP' },
  },
});

export const ConfirmTotp = defineRequest({
  subject: 'rpc.identity.totp.confirm.v1',
  summary: 'Prove that the authenticator works; from now on log-ins need a code',
  input: z.strictObject({ totp_code: secondFactor }),
  output: z.object({ recovery_codes: z.array(z.string()).describe('Each stands for a code once; shown only now') }),
  errors: ['IDENTITY_TOTP_REFUSED', 'IDENTITY_TOTP_NOT_FOUND', 'IDENTITY_LOGIN_THROTTLED'],
  http: {
    method: 'POST',
    path: '/v1/me/totp/confirm',
    scope: 'account:write',
    rateClass: 'write',
    callers: 'person',
    isSecretAnswer: true,
  },
  example: { input: { totp_code: '492039' }, output: { recovery_codes: ['ABCD-EFGH-IJKL-MNOP'] } },
});

export const RemoveUserTotp = defineRequest({
  subject: 'rpc.identity.totp.remove-of-user.v1',
  summary:
    'Take a lost authenticator off a user, who is logged out everywhere and told by mail; needs the password of the admin who does it',
  input: z.strictObject({ user_id: z.uuid(), password: knownPassword.describe('One’s own') }),
  output: z.null(),
  errors: [...refusals, 'IDENTITY_USER_NOT_FOUND'],
  http: {
    method: 'POST',
    path: '/v1/users/{user_id}/totp/remove',
    status: 204,
    scope: 'account:manage',
    rateClass: 'write',
    callers: 'person',
  },
  example: { input: { user_id: '0192f0c1-7a00-7000-8000-000000000002', password: 'correct horse battery' }, output: null },
});

/** A POST, since a password does not belong into a URL. */
export const RemoveTotp = defineRequest({
  subject: 'rpc.identity.totp.remove.v1',
  summary: 'Log in without codes again',
  input: z.strictObject({ password: knownPassword }),
  output: z.null(),
  errors: [...refusals],
  http: { method: 'POST', path: '/v1/me/totp/remove', status: 204, scope: 'account:write', rateClass: 'write', callers: 'person' },
  example: { input: { password: 'correct horse battery' }, output: null },
});
