import { createHash, randomInt } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const CHECKSUM_LENGTH = 6;

/** One kind of secret that is handed out: `<prefix><random>_<checksum>`, in base62. */
export interface TokenFormat {
  /** What one looks like, for schemas and for scanners of leaked secrets. */
  readonly pattern: RegExp;
  /** A new one. It is shown once; only `hashToken` of it is stored. */
  create(): string;
  /** Whether `text` can be one at all: a typo or a truncated copy fails its checksum, so it is refused without a look-up. */
  fits(text: string): boolean;
}

/**
 * A kind of secret with so many random digits; 32 of them hold 190 bits, 43 hold 256. `salt` goes into the checksum: the prefix unless told,
 * so that a token does not pass for one of another kind.
 */
export function tokenFormat(prefix: `sc_${string}_`, digits: number, salt = `checksum:${prefix}`): TokenFormat {
  const pattern = new RegExp(`^${prefix}([0-9A-Za-z]{${digits}})_([0-9A-Za-z]{${CHECKSUM_LENGTH}})$`);
  return {
    pattern,
    create: () => {
      const random = Array.from({ length: digits }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
      return `${prefix}${random}_${checksum(salt, random)}`;
    },
    fits: (text) => {
      const [, random, given] = pattern.exec(text) ?? [];
      return random !== undefined && given === checksum(salt, random);
    },
  };
}

/** SHA-256 in hex. A slow hash is not needed: what nobody can guess cannot be guessed from its hash either. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** Tokens that come by mail and count once: whoever has one reads that mailbox. */
export const MAIL_TOKEN = tokenFormat('sc_mail_', 32);

/** Refresh tokens of sessions. */
export const REFRESH_TOKEN = tokenFormat('sc_refresh_', 43);

function checksum(salt: string, random: string): string {
  let value = createHash('sha256')
    .update(salt + random)
    .digest()
    .readUIntBE(0, 6);
  let digits = '';
  for (let index = 0; index < CHECKSUM_LENGTH; index++) {
    digits += ALPHABET[value % ALPHABET.length];
    value = Math.floor(value / ALPHABET.length);
  }
  return digits;
}
