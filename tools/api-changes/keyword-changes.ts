import { LOWER, tightness, UPPER } from './bounds.ts';
import { breaks, type Change, type Json, note, quoted } from './change.ts';
import type { Direction } from './schema-changes.ts';
import { valuesOf } from './schema-kinds.ts';

const FORMATS = ['pattern', 'format', 'multipleOf', 'uniqueItems', 'contentEncoding', 'contentMediaType'];
/** Compared elsewhere, or words for people. */
const ELSEWHERE = new Set([
  ...['type', 'enum', 'const', 'default', 'properties', 'required', 'additionalProperties', 'propertyNames', 'items', 'prefixItems'],
  ...['description', 'title', 'example', 'examples', 'deprecated', 'readOnly', 'writeOnly', '$schema', '$id', 'id', '$comment'],
  ...LOWER,
  ...UPPER,
  ...FORMATS,
]);

/** What two schemas of one type say otherwise about a value by itself: its values, bounds, format and default. */
export function keywordChanges(old: Json, now: Json, direction: Direction, place: string): Change[] {
  return [
    ...valueChanges(valuesOf(old), valuesOf(now), direction, place),
    ...[...LOWER, ...UPPER].flatMap((name) => boundChanges(name, old[name], now[name], direction, place)),
    ...FORMATS.flatMap((name) => formatChanges(name, old[name], now[name], direction, place)),
    ...defaultChanges(old.default, now.default, direction, place),
    ...unknownChanges(old, now, place),
  ];
}

type Values = readonly unknown[] | undefined;

function valueChanges(old: Values, now: Values, direction: Direction, place: string): Change[] {
  if (!old && !now) return [];
  const added = now?.filter((value) => !old?.includes(value)) ?? [];
  const removed = old?.filter((value) => !now?.includes(value)) ?? [];
  if (direction === 'input') {
    if (!old || !now) return [old ? note(place, 'takes other values too') : breaks('input-enum-narrowed', place, `only ${quoted(added)}`)];
    const less = removed.length > 0 ? [breaks('input-enum-narrowed', place, quoted(removed))] : [];
    return added.length > 0 ? [...less, note(place, `takes ${quoted(added)} too`)] : less;
  }
  if (!now) return [breaks('answer-type-widened', place, `any value, no longer ${quoted(removed)}`)];
  if (!old) return [];
  const gone = removed.length > 0 ? [breaks('answer-value-removed', place, quoted(removed))] : [];
  return added.length > 0 ? [...gone, note(place, `may be ${quoted(added)}`)] : gone;
}

function boundChanges(name: string, old: unknown, now: unknown, direction: Direction, place: string): Change[] {
  const [was, is] = [tightness(name, old), tightness(name, now)];
  if (was === is) return [];
  const isTighter = is > was;
  const detail = `${name} ${old ?? 'none'} → ${now ?? 'none'}`;
  if (direction === 'input') return [isTighter ? breaks('input-bound-tightened', place, detail) : note(place, `takes more (${detail})`)];
  return isTighter ? [] : [breaks('answer-bound-loosened', place, detail)];
}

function formatChanges(name: string, old: unknown, now: unknown, direction: Direction, place: string): Change[] {
  if (old === now) return [];
  const detail = `${name} ${quoted([old ?? 'none'])} → ${quoted([now ?? 'none'])}`;
  if (direction === 'input')
    return [now === undefined ? note(place, `takes more (${detail})`) : breaks('input-format-narrowed', place, detail)];
  return old === undefined ? [] : [breaks('answer-format-changed', place, detail)];
}

/** A default that there was none of says what the owner did anyway. */
function defaultChanges(old: unknown, now: unknown, direction: Direction, place: string): Change[] {
  if (direction === 'output' || old === undefined || JSON.stringify(old) === JSON.stringify(now)) return [];
  return [breaks('input-default-changed', place, `${quoted([old])} → ${quoted([now ?? 'none'])}`)];
}

function unknownChanges(old: Json, now: Json, place: string): Change[] {
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter((name) => !ELSEWHERE.has(name) && !name.startsWith('x-'));
  const differing = names.filter((name) => JSON.stringify(old[name]) !== JSON.stringify(now[name]));
  return differing.map((name) => breaks('keyword-unknown', place, quoted([name])));
}
