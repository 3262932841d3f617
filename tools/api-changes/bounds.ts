import type { Json } from './change.ts';

/** Of these the larger one takes less. */
export const LOWER = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties'];
/** Of these the smaller one takes less. */
export const UPPER = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties'];
/** Nothing is shorter than nothing: without one of these it is 0. */
const COUNTS = ['minLength', 'minItems', 'minProperties'];

/** The more, the less a schema takes by this bound. */
export function tightness(name: string, bound: unknown): number {
  if (typeof bound === 'number') return UPPER.includes(name) ? -bound : bound;
  return COUNTS.includes(name) ? 0 : Number.NEGATIVE_INFINITY;
}

/** The bounds of two schemas that must both be kept. */
export function tighterBounds(one: Json, other: Json): Json {
  const names = [...LOWER, ...UPPER].filter((name) => name in one && name in other);
  return Object.fromEntries(
    names.map((name) => [name, tightness(name, one[name]) > tightness(name, other[name]) ? one[name] : other[name]]),
  );
}
