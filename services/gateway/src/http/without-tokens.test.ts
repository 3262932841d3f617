import { expect, test } from 'vitest';
import { withoutTokens } from './without-tokens.js';

test.each([
  ['/v1/email-verifications/sc_mail_Ab3dEf6hIj9lMn2pQr5tUv8xYz1BcDeF_1a2B3c', '/v1/email-verifications/sc_mail_…'],
  ['/v1/content/sc_live_4fQ2AAAAAAAAAAAAAAAAAAAAAAAAAAAA_sbOaKF/versions', '/v1/content/sc_live_…/versions'],
  ['/v1/content/eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiIxIn0.c2ln', '/v1/content/eyJhbGci…'],
  ['/v1/content/0192f0c1-7a00-7000-8000-000000000004', '/v1/content/0192f0c1-7a00-7000-8000-000000000004'],
  ['/v1/provider-keys/sc_x', '/v1/provider-keys/sc_x'],
])('a path is logged without its tokens: %s', (path, logged) => {
  expect(withoutTokens(path)).toBe(logged);
});
