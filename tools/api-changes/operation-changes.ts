import { asJson, breaks, type Change, type Json, note, quoted } from './change.ts';
import { type Documents, Place, SchemaComparison } from './schema-changes.ts';

/** What a client can see differ in one operation. */
export function operationChanges(before: Json, after: Json, documents: Documents): Change[] {
  return [
    ...nameChanges(before, after),
    ...credentialChanges(before, after),
    ...parameterChanges(before, after, documents),
    ...bodyChanges(before.requestBody, after.requestBody, documents),
    ...responseChanges(before, after, documents),
  ];
}

function nameChanges(before: Json, after: Json): Change[] {
  const [was, is] = [before.operationId, after.operationId];
  return was === is ? [] : [breaks('operation-renamed', 'the operation', `${quoted([was])} → ${quoted([is])}`)];
}

/** One way in: the schemes that are asked for together, each with the scopes that it must have. */
type Way = Readonly<Record<string, readonly string[]>>;

/** Every way in that there was must still lead in: there is one which asks for nothing beyond it. */
function credentialChanges(before: Json, after: Json): Change[] {
  const [olds, news] = [waysOf(before), waysOf(after)];
  const shut = olds.filter((old) => !news.some((now) => asksNoMore(old, now)));
  const detail = (old: Way) => `${wayText(old)} → ${news.map(wayText).join(' or ')}`;
  if (shut.length > 0) return shut.map((old) => breaks('credential-stricter', 'the operation', detail(old)));
  return news.some(isOpen) && !olds.some(isOpen) ? [note('the operation', 'asks for no credential')] : [];
}

/** No way at all means that everybody may come in. */
function waysOf({ security }: Json): readonly Way[] {
  const ways = (security ?? []) as readonly Way[];
  return ways.length > 0 ? ways : [{}];
}

function isOpen(way: Way): boolean {
  return Object.keys(way).length === 0;
}

function asksNoMore(old: Way, now: Way): boolean {
  return Object.entries(now).every(([scheme, scopes]) => scheme in old && scopes.every((scope) => old[scheme]?.includes(scope)));
}

function wayText(way: Way): string {
  const schemes = Object.entries(way).map(([scheme, scopes]) => quoted([scheme]) + (scopes.length > 0 ? ` with ${quoted(scopes)}` : ''));
  return schemes.join(' and ') || 'no credential';
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly style?: string;
  readonly explode?: boolean;
  readonly schema: Json;
}

function parameterChanges(before: Json, after: Json, documents: Documents): Change[] {
  const byPlace = (operation: Json) =>
    new Map(((operation.parameters ?? []) as Parameter[]).map((one) => [`${one.in} ${quoted([one.name])}`, one]));
  const [olds, news] = [byPlace(before), byPlace(after)];
  return [...new Set([...olds.keys(), ...news.keys()])].flatMap((place) => {
    const [old, now] = [olds.get(place), news.get(place)];
    if (!now) return [breaks('parameter-removed', place)];
    if (!old) return [now.required ? breaks('input-required', place) : note(place, 'can be given')];
    const need = old.required || !now.required ? [] : [breaks('input-required', place)];
    return [...need, ...valueChanges(old, now, place, documents)];
  });
}

/** Several values with commas between them where there was one: the one is written as before. */
function valueChanges(old: Parameter, now: Parameter, place: string, documents: Documents): Change[] {
  const comparison = new SchemaComparison('input', documents);
  const writtenAs = ({ style, explode }: Parameter) => `${style ?? 'form'} ${explode ?? 'default'}`;
  if (isCommaList(now) && !isCommaList(old) && old.schema.type !== 'array') {
    const { default: defaultValue, items } = now.schema;
    const one = { ...asJson(items), ...(defaultValue !== undefined && { default: defaultValue }) };
    return [...comparison.changes(old.schema, one, new Place(place)), note(place, 'takes several values, with commas between them')];
  }
  if (writtenAs(old) !== writtenAs(now)) return [breaks('parameter-style-changed', place, `${writtenAs(old)} → ${writtenAs(now)}`)];
  return comparison.changes(old.schema, now.schema, new Place(place));
}

function isCommaList({ explode, schema }: Parameter): boolean {
  return schema.type === 'array' && explode === false && Number(schema.minItems ?? 0) <= 1;
}

function bodyChanges(before: unknown, after: unknown, documents: Documents): Change[] {
  const [old, now] = [asJson(before), asJson(after)];
  if (after === undefined) return before === undefined ? [] : [note('body', 'is not read any more')];
  if (before === undefined) return [now.required === true ? breaks('body-added', 'body') : note('body', 'can be given')];
  const need = now.required === true && old.required !== true ? [breaks('body-added', 'body')] : [];
  return [...need, ...contentChanges(old, now, 'body', new SchemaComparison('input', documents))];
}

function contentChanges(before: Json, after: Json, place: string, comparison: SchemaComparison): Change[] {
  const [olds, news] = [asJson(before.content), asJson(after.content)];
  return [...new Set([...Object.keys(olds), ...Object.keys(news)])].flatMap((type) => {
    if (!(type in news)) return [breaks('media-type-removed', place, quoted([type]))];
    if (!(type in olds)) return [note(place, `may be ${quoted([type])}`)];
    const [old, now] = [asJson(olds[type]), asJson(news[type])];
    return SCHEMAS.flatMap((name) => {
      if (old[name] === undefined && now[name] === undefined) return [];
      return comparison.changes(asJson(old[name]), asJson(now[name]), new Place(place));
    });
  });
}

/** Of a whole, of a line of NDJSON, of the data of a server-sent event. */
const SCHEMAS = ['schema', 'x-line-schema', 'x-event-schema'];

function responseChanges(before: Json, after: Json, documents: Documents): Change[] {
  const [olds, news] = [asJson(before.responses), asJson(after.responses)];
  return [...new Set([...Object.keys(olds), ...Object.keys(news)])].flatMap((status) => {
    const [old, now] = [asJson(olds[status]), asJson(news[status])];
    if (!(status in news)) return isSuccess(status) ? [breaks('status-changed', `status ${status}`)] : [];
    if (!(status in olds)) return addedStatus(status, after);
    const place = isSuccess(status) ? 'answer' : `refusal ${status}`;
    const content = contentChanges(old, now, place, new SchemaComparison('output', documents));
    return [...codeChanges(old, now), ...headerChanges(old, now, place), ...content];
  });
}

function isSuccess(status: string): boolean {
  return Number(status) < 400;
}

function addedStatus(status: string, operation: Json): Change[] {
  if (isSuccess(status) && !isAskedFor(status, operation)) return [breaks('status-added', `status ${status}`)];
  const codes = codeChanges({}, asJson(asJson(operation.responses)[status]));
  return codes.length > 0 ? codes : [note(`status ${status}`, 'may be answered')];
}

/** That nothing changed (304) is told only to a client which says the version that it has. */
function isAskedFor(status: string, { parameters }: Json): boolean {
  const names = ((parameters ?? []) as Parameter[]).map((one) => `${one.in} ${one.name.toLowerCase()}`);
  return status === '304' && names.includes('header if-none-match');
}

function headerChanges(before: Json, after: Json, place: string): Change[] {
  const [olds, news] = [asJson(before.headers), asJson(after.headers)];
  const gone = Object.keys(olds).filter((name) => !(name in news));
  const come = Object.keys(news).filter((name) => !(name in olds));
  return [
    ...gone.map((name) => breaks('header-removed', `${place} header ${quoted([name])}`)),
    ...come.map((name) => note(`${place} header ${quoted([name])}`, 'is answered')),
  ];
}

/** Codes of a refusal are the names of its examples. */
function codeChanges(before: Json, after: Json): Change[] {
  const codes = (response: Json) => Object.values(asJson(response.content)).flatMap((one) => Object.keys(asJson(asJson(one).examples)));
  const known = new Set(codes(before));
  return codes(after)
    .filter((code) => !known.has(code))
    .map((code) => note(`refusal ${quoted([code])}`, 'may be answered'));
}
