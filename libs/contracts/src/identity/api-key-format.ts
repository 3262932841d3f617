import { hashToken, type TokenFormat, tokenFormat } from './token-format.js';

/** Random digits of a key: 190 bits. */
const DIGITS = 32;
/** Characters after the prefix that are stored in clear, to recognise a key by. */
const SHOWN_LENGTH = 4;

/** `secret`: for servers, any scope; `publishable`: may stand in a web page, sends events and nothing else. */
export const API_KEY_KINDS = ['secret', 'publishable'] as const;
export type ApiKeyKind = (typeof API_KEY_KINDS)[number];

/** The checksum of secret keys is older than the other kinds. */
const FORMATS: Readonly<Record<ApiKeyKind, { readonly prefix: string; readonly format: TokenFormat }>> = {
  secret: { prefix: 'sc_live_', format: tokenFormat('sc_live_', DIGITS, 'api-key-checksum:') },
  publishable: { prefix: 'sc_pub_', format: tokenFormat('sc_pub_', DIGITS) },
};

/** A key that is written as ours are; whether anybody knows it is another question. */
export interface ParsedApiKey {
  readonly kind: ApiKeyKind;
  /** First characters, which may be stored and shown. */
  readonly prefix: string;
  /** SHA-256 in hex, which is stored and looked up. */
  readonly hash: string;
}

/** A new API key: `sc_live_<random>_<checksum>`, or `sc_pub_…`. It is shown once; only `hashApiKey` of it is stored. */
export function newApiKey(kind: ApiKeyKind = 'secret'): string {
  return FORMATS[kind].format.create();
}

/** Whether `text` can be an API key at all; a typo or a truncated copy fails its checksum, so it is refused without a look-up. */
export function parseApiKey(text: string): ParsedApiKey | null {
  const kind = API_KEY_KINDS.find((known) => FORMATS[known].format.fits(text));
  return kind ? { kind, prefix: text.slice(0, FORMATS[kind].prefix.length + SHOWN_LENGTH), hash: hashApiKey(text) } : null;
}

/** SHA-256 of the key in hex. */
export function hashApiKey(key: string): string {
  return hashToken(key);
}
