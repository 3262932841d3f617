import { createHash, randomInt } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const CHECKSUM_LENGTH = 6;
/** Characters after the prefix that are stored in clear, to recognise a credential by. */
const SHOWN_LENGTH = 4;

/** What the platform hands out to be shown again, by its kind: the prefix, and how many base62 digits follow (32 hold 190 bits, 43 hold 256). */
const CREDENTIALS = {
  secret: { prefix: 'sc_live_', digits: 32 },
  publishable: { prefix: 'sc_pub_', digits: 32 },
  refresh: { prefix: 'sc_refresh_', digits: 43 },
} as const;
type CredentialKind = keyof typeof CREDENTIALS;

/** `secret`: for servers, any scope; `publishable`: may stand in a web page, sends events and nothing else. */
export const API_KEY_KINDS = ['secret', 'publishable'] as const satisfies readonly CredentialKind[];
export type ApiKeyKind = (typeof API_KEY_KINDS)[number];

/** A credential that is written as ours are; whether anybody knows it is another question. */
export interface ParsedCredential<K extends CredentialKind = ApiKeyKind> {
  readonly kind: K;
  /** First characters, which may be stored and shown. */
  readonly prefix: string;
  /** SHA-256 in hex, which is stored and looked up. */
  readonly hash: string;
}

/** A new API key: `sc_live_<random>_<checksum>`, or `sc_pub_…`. It is shown once; only `hashApiKey` of it is stored. */
export function newApiKey(kind: ApiKeyKind = 'secret'): string {
  return newCredential(kind);
}

/** A new refresh token: `sc_refresh_<random>_<checksum>`. Only `hashApiKey` of it is stored. */
export function newRefreshToken(): string {
  return newCredential('refresh');
}

/** Whether `text` can be an API key at all; a typo or a truncated copy fails its checksum, so it is refused without a look-up. */
export function parseApiKey(text: string): ParsedCredential | null {
  return parseAs('secret', text) ?? parseAs('publishable', text);
}

/** Whether `text` can be a refresh token at all. */
export function parseRefreshToken(text: string): ParsedCredential<'refresh'> | null {
  return parseAs('refresh', text);
}

/** SHA-256 of a key or refresh token in hex. A slow hash is not needed: 190 random bits cannot be guessed from it. */
export function hashApiKey(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

function newCredential(kind: CredentialKind): string {
  const { prefix, digits } = CREDENTIALS[kind];
  const random = Array.from({ length: digits }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return `${prefix}${random}_${checksum(kind, random)}`;
}

function parseAs<K extends CredentialKind>(kind: K, text: string): ParsedCredential<K> | null {
  const { prefix, digits } = CREDENTIALS[kind];
  if (!text.startsWith(prefix)) return null;
  const [random = '', given, ...rest] = text.slice(prefix.length).split('_');
  if (rest.length > 0 || random.length !== digits || !/^[0-9A-Za-z]+$/.test(random) || given !== checksum(kind, random)) return null;
  return { kind, prefix: text.slice(0, prefix.length + SHOWN_LENGTH), hash: hashApiKey(text) };
}

/** The kind is part of it, save for the first kind, whose keys are older than the others: so one kind's key does not pass for another's. */
function checksum(kind: CredentialKind, random: string): string {
  const text = kind === 'secret' ? `api-key-checksum:${random}` : `api-key-checksum:${kind}:${random}`;
  let value = createHash('sha256').update(text).digest().readUIntBE(0, 6);
  let digits = '';
  for (let index = 0; index < CHECKSUM_LENGTH; index++) {
    digits += ALPHABET[value % ALPHABET.length];
    value = Math.floor(value / ALPHABET.length);
  }
  return digits;
}
