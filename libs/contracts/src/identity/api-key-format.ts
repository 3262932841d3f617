import { createHash, randomInt } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** 32 base62 digits hold 190 bits. */
const RANDOM_LENGTH = 32;
const CHECKSUM_LENGTH = 6;
const PREFIX = 'sc_live_';
const FORMAT = new RegExp(`^${PREFIX}([0-9A-Za-z]{${RANDOM_LENGTH}})_([0-9A-Za-z]{${CHECKSUM_LENGTH}})$`);

/** A new API key: `sc_live_<random>_<checksum>`. It is shown once; only `hashApiKey` of it is stored. */
export function newApiKey(): string {
  const random = Array.from({ length: RANDOM_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return `${PREFIX}${random}_${checksum(random)}`;
}

/** Whether `text` can be an API key at all; a typo or a truncated copy fails its checksum, so it is refused without a look-up. */
export function parseApiKey(text: string): { readonly prefix: string; readonly hash: string } | null {
  const [, random, given] = FORMAT.exec(text) ?? [];
  if (!random || given !== checksum(random)) return null;
  return { prefix: text.slice(0, PREFIX.length + 4), hash: hashApiKey(text) };
}

/** SHA-256 of the key in hex. A slow hash is not needed: 190 random bits cannot be guessed from it. */
export function hashApiKey(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

function checksum(random: string): string {
  let value = createHash('sha256').update(`api-key-checksum:${random}`).digest().readUIntBE(0, 6);
  let digits = '';
  for (let index = 0; index < CHECKSUM_LENGTH; index++) {
    digits += ALPHABET[value % ALPHABET.length];
    value = Math.floor(value / ALPHABET.length);
  }
  return digits;
}
