import { z } from 'zod';

const UNSTORABLE = 'must hold neither NUL nor half a surrogate pair';

/**
 * Text that every store keeps unchanged, at most `max` characters: no NUL (Postgres refuses it) and no half of a surrogate pair
 * (UTF-8 cannot hold one: it would come back as another character, and a version's hash would not fit its text any more).
 */
export function storableText(max: number) {
  return z.string().max(max).refine(isStorable, UNSTORABLE);
}

/** A name of one to `max` characters without spaces around it. */
export function storableName(max: number) {
  return z.string().trim().min(1).max(max).refine(isStorable, UNSTORABLE);
}

/** An address that a request can be sent to. A password in it would be listed, audited and told by event; fetch refuses it too. */
export function webAddress(max: number) {
  return z
    .url({ protocol: /^https?$/ })
    .max(max)
    .refine(isStorable, UNSTORABLE)
    .refine((text) => !URL.parse(text)?.username && !URL.parse(text)?.password, 'must hold no user name or password');
}

/** A JSON object whose keys and texts every store keeps unchanged. */
export const storableObject = z.record(z.string().max(255), z.json()).refine((value) => isStorable(value), UNSTORABLE);

/** A storable JSON object of at most so many bytes as JSON. */
export function boundedObject(maxBytes: number) {
  const message = `must be at most ${maxBytes} bytes as JSON`;
  return storableObject.refine((value) => new TextEncoder().encode(JSON.stringify(value)).length <= maxBytes, message);
}

/** Text of others, without what no store keeps: no NUL, and U+FFFD for each half of a surrogate pair. */
export function storable(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}

function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0');
  if (Array.isArray(value)) return value.every(isStorable);
  if (value === null || typeof value !== 'object') return true;
  return Object.entries(value).every(([key, inner]) => isStorable(key) && isStorable(inner));
}
