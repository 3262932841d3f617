import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';

/** Longer values are named by their digest: the audit log proves what was there, it is no second copy of it. */
const INLINE_LIMIT_CHARACTERS = 1_000;

type Row = Readonly<Record<string, unknown>>;

/** What stands in a row, as the audit log keeps it; a column that is not there was empty. */
export function auditedRow(row: object): Row {
  const filled = Object.entries(row).filter(([, value]) => value !== null);
  return Object.fromEntries(filled.map(([column, value]) => [column, auditedValue(value)]));
}

/** Only the columns that a change altered, before and after it. */
export function auditedChange(before: object, after: object): { before: Row; after: Row } {
  const old = before as Row;
  const altered = Object.entries(after).filter(([column, value]) => !isDeepStrictEqual(value, old[column]));
  return {
    before: Object.fromEntries(altered.map(([column]) => [column, auditedValue(old[column])])),
    after: Object.fromEntries(altered.map(([column, value]) => [column, auditedValue(value)])),
  };
}

function auditedValue(value: unknown): unknown {
  const text = typeof value === 'string' ? value : typeof value === 'object' && value !== null ? JSON.stringify(value) : '';
  if (text.length <= INLINE_LIMIT_CHARACTERS) return value;
  return { sha256: createHash('sha256').update(text).digest('hex'), characters: text.length };
}
