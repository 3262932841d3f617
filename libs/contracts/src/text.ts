import { z } from 'zod';

/**
 * Text that every store keeps unchanged, at most `max` characters: no NUL (Postgres refuses it) and no half of a surrogate pair
 * (UTF-8 cannot hold one: it would come back as another character, and a version's hash would not fit its text any more).
 */
export function storableText(max: number) {
  return z.string().max(max).refine(isStorable, 'must hold neither NUL nor half a surrogate pair');
}

/** A JSON object whose keys and texts every store keeps unchanged. */
export const storableObject = z
  .record(z.string().max(255), z.json())
  .refine((value) => isStorable(value), 'must hold neither NUL nor half a surrogate pair');

function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0');
  if (Array.isArray(value)) return value.every(isStorable);
  if (value === null || typeof value !== 'object') return true;
  return Object.entries(value).every(([key, inner]) => isStorable(key) && isStorable(inner));
}
