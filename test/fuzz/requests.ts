import fc from 'fast-check';
import { hostileText, spoilt } from './hostile.js';
import type { Operation, Parameter } from './operations.js';
import type { Values } from './values.js';

/** Whose credential a request carries. */
export type CallerKind = 'admin' | 'key' | 'operator' | 'nobody' | 'stranger';

export interface FuzzRequest {
  readonly method: string;
  /** As the document has it. */
  readonly path: string;
  /** What stands at its places. */
  readonly inPath: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly caller: CallerKind;
  /** Fits its schemas, comes from who may ask, and gets what its route needs to succeed when it is sent: without it the rooms behind the checks stay unseen. */
  readonly isApt: boolean;
}

/** Path and query, encoded. */
export function targetOf({ path, inPath, query }: FuzzRequest): string {
  const pairs = Object.entries(query).map(([name, value]) => `${encoded(name)}=${encoded(value)}`);
  const filled = path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => encoded(inPath[name] ?? ''));
  return `${filled}${pairs.length === 0 ? '' : `?${pairs.join('&')}`}`;
}

const CALLERS: Readonly<Record<Operation['audience'], readonly CallerKind[]>> = {
  everybody: ['nobody', 'nobody', 'nobody', 'nobody', 'admin', 'stranger'],
  company: ['admin', 'admin', 'admin', 'admin', 'admin', 'admin', 'key', 'key', 'operator', 'nobody', 'stranger'],
  operator: ['operator', 'operator', 'operator', 'operator', 'admin', 'key', 'nobody', 'stranger'],
};
const RAW_BODIES = [
  '',
  '{',
  '[]',
  'null',
  '"text"',
  '{"a":1}{"a":2}',
  '\ufeff{}',
  '{"a":1e999}',
  '[1,]',
  "{'a':1}",
  '{"__proto__":{"x":1}}',
];
const MEDIA_TYPES = ['text/plain', 'application/json; charset=utf-16', 'application/x-ndjson', 'multipart/form-data', 'application/xml'];
const HEADER_VALUE = /^[\x20-\x7e]{1,500}$/;

/** Requests to one route: good ones, nearly good ones and hostile ones. */
export function requestsTo(operation: Operation, values: Values): fc.Arbitrary<FuzzRequest> {
  return fc.oneof({ weight: 3, arbitrary: anyTo(operation, values) }, { weight: 1, arbitrary: aptTo(operation, values) });
}

function anyTo({ method, path, parameters, bodySchema, audience }: Operation, values: Values): fc.Arbitrary<FuzzRequest> {
  const nearlyGood = ({ name, schema }: Parameter) => nearly(values.of(schema, name).map(asText));
  return fc
    .record({
      inPath: recordOf(inPlace(parameters, 'path'), nearlyGood),
      query: queryOf(inPlace(parameters, 'query'), nearlyGood),
      body: hasBody(method) ? bodyOf(bodySchema ? values.of(bodySchema) : fc.constant({})) : fc.constant(undefined),
      headers: headersOf(inPlace(parameters, 'header')),
      mediaType: usually(fc.constant('application/json'), fc.constantFrom(...MEDIA_TYPES)),
      address: fc.ipV4(),
      caller: fc.constantFrom(...CALLERS[audience]),
    })
    .map(({ headers, mediaType, address, ...request }) => ({
      ...request,
      method,
      path,
      headers: { ...headers, 'x-forwarded-for': address, ...(request.body !== undefined && { 'content-type': mediaType }) },
      isApt: false,
    }));
}

function aptTo({ method, path, parameters, bodySchema, audience }: Operation, values: Values): fc.Arbitrary<FuzzRequest> {
  const good = ({ name, schema }: Parameter) => values.of(schema, name).map(asText);
  const [caller] = CALLERS[audience] as [CallerKind];
  return fc
    .record({
      inPath: recordOf(inPlace(parameters, 'path'), good),
      query: recordOf(
        inPlace(parameters, 'query').filter(({ required }) => required),
        good,
      ),
      body: hasBody(method)
        ? (bodySchema ? values.of(bodySchema) : fc.constant({})).map((body) => JSON.stringify(body))
        : fc.constant(undefined),
      address: fc.ipV4(),
    })
    .map(({ address, ...request }) => ({
      ...request,
      method,
      path,
      headers: { 'x-forwarded-for': address, ...(request.body !== undefined && { 'content-type': 'application/json' }) },
      caller,
      isApt: true,
    }));
}

const hasBody = (method: string) => method !== 'GET' && method !== 'DELETE';
const inPlace = (parameters: readonly Parameter[], place: Parameter['in']) => parameters.filter((parameter) => parameter.in === place);

function recordOf(parameters: readonly Parameter[], value: (parameter: Parameter) => fc.Arbitrary<string>) {
  return fc.record(Object.fromEntries(parameters.map((parameter) => [parameter.name, value(parameter)])));
}

/** Now and then something else. */
function usually<T>(mostly: fc.Arbitrary<T>, rarely: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.oneof({ weight: 19, arbitrary: mostly }, { weight: 1, arbitrary: rarely });
}

function nearly(good: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.oneof({ weight: 4, arbitrary: good }, { weight: 1, arbitrary: hostileText });
}

function queryOf(
  parameters: readonly Parameter[],
  value: (parameter: Parameter) => fc.Arbitrary<string>,
): fc.Arbitrary<Record<string, string>> {
  const good = Object.fromEntries(parameters.map((parameter) => [parameter.name, value(parameter)]));
  const requiredKeys = parameters.filter(({ required }) => required).map(({ name }) => name);
  const stray = usually(fc.constant<[string, string][]>([]), fc.array(fc.tuple(hostileText, hostileText), { maxLength: 3 }));
  return fc
    .tuple(fc.record(good, { requiredKeys }), stray)
    .map(([fields, more]) => Object.fromEntries([...Object.entries(fields as Record<string, string>), ...more]));
}

function bodyOf(good: fc.Arbitrary<unknown>): fc.Arbitrary<string> {
  const asJson = (value: unknown) => JSON.stringify(value) ?? '';
  return fc.oneof(
    { weight: 5, arbitrary: good.map(asJson) },
    { weight: 5, arbitrary: spoilt(good).map(asJson) },
    { weight: 1, arbitrary: fc.constantFrom(...RAW_BODIES) },
  );
}

function headersOf(parameters: readonly Parameter[]): fc.Arbitrary<Record<string, string>> {
  const value = fc.oneof(hostileText, fc.string({ maxLength: 300 })).filter((text) => HEADER_VALUE.test(text) && text.trim() === text);
  return fc.record(Object.fromEntries(parameters.map(({ name }) => [name.toLowerCase(), value])), { requiredKeys: [] }) as fc.Arbitrary<
    Record<string, string>
  >;
}

function asText(value: unknown): string {
  // Several values of a parameter stand in one.
  if (Array.isArray(value)) return value.map(asText).join(',');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A dot or two alone would be taken for steps in the path, and nothing at all for another path. */
function encoded(text: string): string {
  return encodeURIComponent(/^\.{0,2}$/.test(text) ? `${text}-` : text.toWellFormed());
}
