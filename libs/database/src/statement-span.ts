import type { SpanInfo } from '@smartcontent/tracing';

const infos = new Map<string, SpanInfo>();
/** As many as there are names of prepared statements. */
const KEPT_INFOS = 2_000;

/** A statement on its way to Postgres and back. Texts are constant, and so is what is said about each. */
export function statementSpan(schema: string, text: string): SpanInfo {
  const known = infos.get(text);
  if (known) return known;
  const summary = summaryOf(text);
  const attributes = {
    'db.system.name': 'postgresql',
    'db.namespace': schema,
    'db.query.summary': summary,
    'db.operation.name': summary.split(' ')[0],
    'db.query.text': text,
  };
  const info: SpanInfo = { name: summary, kind: 'client', attributes };
  if (infos.size < KEPT_INFOS) infos.set(text, info);
  return info;
}

/** Not the update of a conflict, nor a comparison. */
const PARTS = /\b(INSERT INTO|UPDATE(?! SET)|DELETE FROM|(?<!DISTINCT )FROM)\s+(?:\w+\.)?(\w+)/g;
const OWN_NAMES = /(\w+)\s+AS\s+(?:MATERIALIZED\s+)?\(/g;
const VERBS: Readonly<Record<string, string>> = { 'INSERT INTO': 'INSERT', UPDATE: 'UPDATE', 'DELETE FROM': 'DELETE', FROM: 'SELECT' };
const PARTS_SHOWN = 3;

/** Operations and their tables in the order of the text, as the semantic conventions have it: `INSERT outbox INSERT audit_log`. */
function summaryOf(text: string): string {
  const own = new Set([...text.matchAll(OWN_NAMES)].map(([, name]) => name));
  const parts = [...text.matchAll(PARTS)].filter(([, , name]) => !own.has(name) && name !== 'unnest');
  const shown = [...new Set(parts.map(([, verb = '', name]) => `${VERBS[verb]} ${name}`))].slice(0, PARTS_SHOWN);
  return shown.join(' ') || (text.trim().split(/\W/, 1)[0] ?? '');
}
