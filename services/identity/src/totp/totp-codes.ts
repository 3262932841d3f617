import { randomBytes } from 'node:crypto';
import { hashToken } from '@smartcontent/contracts';
import { Secret, TOTP } from 'otpauth';

const PERIOD_SECONDS = 30;
/** Codes of the half minute before and after count too: clocks differ. */
const WINDOW = 1;
/** RFC 4226, section 4, recommends 160 bits. */
const SECRET_BYTES = 20;
const RECOVERY_CODES = 10;
/** 80 bits are sixteen characters of base32. */
const RECOVERY_BYTES = 10;

/** A new secret in base32. */
export function newTotpSecret(): string {
  return new Secret({ size: SECRET_BYTES }).base32;
}

/** What authenticator apps read (the Key URI format that they share). */
export function otpauthUrl(secret: string, email: string): string {
  return totpOf(secret, email).toString();
}

/** The half minute of which this is the code (RFC 6238); undefined where it is of none that counts now. */
export function stepOf(secret: string, code: string): number | undefined {
  const now = Date.now();
  const delta = /^\d{6}$/.test(code) ? totpOf(secret).validate({ token: code, window: WINDOW, timestamp: now }) : null;
  return delta === null ? undefined : Math.floor(now / 1_000 / PERIOD_SECONDS) + delta;
}

/** Ten codes of the form `ABCD-EFGH-IJKL-MNOP`. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: RECOVERY_CODES }, () => {
    const { base32 } = new Secret({ buffer: new Uint8Array(randomBytes(RECOVERY_BYTES)).buffer });
    return (base32.match(/.{4}/g) ?? []).join('-');
  });
}

/** The hash under which a recovery code is kept, however its letters and groups were typed. */
export function recoveryHash(code: string): string {
  return hashToken(code.toUpperCase().replace(/[\s-]/g, ''));
}

function totpOf(secret: string, label = ''): TOTP {
  return new TOTP({ issuer: 'SmartContent', label, secret: Secret.fromBase32(secret), period: PERIOD_SECONDS });
}
