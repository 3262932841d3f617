import { Secret, TOTP } from 'otpauth';

/** What an authenticator shows now for a secret in base32. */
export function totpCode(secret: string): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate();
}
