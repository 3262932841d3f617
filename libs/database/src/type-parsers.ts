import pg from 'pg';

const INT8 = 20;
const INT8_ARRAY = 1016;
const TIMESTAMPTZ = 1184;
const TIMESTAMPTZ_ARRAY = 1185;
const TEXT_ARRAY = 1009;

const parseTextArray = pg.types.getTypeParser(TEXT_ARRAY as never) as (text: string) => (string | null)[];

function nullable<T>(parse: (text: string) => T): (text: string | null) => T | null {
  return (text) => (text === null ? null : parse(text));
}

/** `2026-11-22 05:10:00.1234+00` → `2026-11-22T05:10:00.123400Z`: fixed width, so that strings sort as instants. A JS Date would lose the microseconds. */
export function parseInstant(text: string): string {
  const match = /^(\d{4,}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d+))?\+00$/.exec(text);
  if (!match) return text; // infinity, BC
  return `${match[1]}T${match[2]}.${(match[3] ?? '').padEnd(6, '0')}Z`;
}

const parsers = new Map<number, (text: string) => unknown>([
  [INT8, Number],
  [TIMESTAMPTZ, parseInstant],
  [INT8_ARRAY, (text) => parseTextArray(text).map(nullable(Number))],
  [TIMESTAMPTZ_ARRAY, (text) => parseTextArray(text).map(nullable(parseInstant))],
]);

/** Handed to each connection instead of changing pg's global parsers, which TypeORM shares. */
export const typeParsers = {
  getTypeParser(oid: number, format?: 'text' | 'binary'): unknown {
    return (format !== 'binary' && parsers.get(oid)) || pg.types.getTypeParser(oid, format);
  },
};
