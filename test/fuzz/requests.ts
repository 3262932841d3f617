import fc from 'fast-check';
import { hostileText, spoilt } from './hostile.js';
import type { Operation, Parameter } from './operations.js';
import type { Values } from './values.js';

/** Whose credential a request carries. */
export type CallerKind = 'admin' | 'key' | 'operator' | 'nobody' | 'stranger';

export interface FuzzRequest {
  readonly method: string;
  /** With its query, encoded. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly caller: CallerKind;
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
  const { method, path, parameters, bodySchema } = operation;
  const of = (place: Parameter['in']) => parameters.filter((parameter) => parameter.in === place);
  const inPath = fc.record(Object.fromEntries(of('path').map(({ name, schema }) => [name, nearly(values.of(schema, name).map(asText))])));
  return fc
    .record({
      inPath,
      query: queryOf(of('query'), values),
      body: method === 'GET' || method === 'DELETE' ? fc.constant(undefined) : bodyOf(bodySchema ? values.of(bodySchema) : fc.constant({})),
      headers: headersOf(of('header')),
      mediaType: usually(fc.constant('application/json'), fc.constantFrom(...MEDIA_TYPES)),
      address: fc.ipV4(),
      caller: fc.constantFrom(...CALLERS[operation.audience]),
    })
    .map(({ inPath: fields, query, body, headers, mediaType, address, caller }) => ({
      method,
      target: `${path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => encoded(fields[name] ?? ''))}${query}`,
      headers: { ...headers, 'x-forwarded-for': address, ...(body !== undefined && { 'content-type': mediaType }) },
      body,
      caller,
    }));
}

/** Now and then something else. */
function usually<T>(mostly: fc.Arbitrary<T>, rarely: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.oneof({ weight: 19, arbitrary: mostly }, { weight: 1, arbitrary: rarely });
}

function nearly(good: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.oneof({ weight: 4, arbitrary: good }, { weight: 1, arbitrary: hostileText });
}

function queryOf(parameters: readonly Parameter[], values: Values): fc.Arbitrary<string> {
  const good = Object.fromEntries(parameters.map(({ name, schema }) => [name, nearly(values.of(schema, name).map(asText))]));
  const requiredKeys = parameters.filter(({ required }) => required).map(({ name }) => name);
  const stray = usually(fc.constant<[string, string][]>([]), fc.array(fc.tuple(hostileText, hostileText), { maxLength: 3 }));
  return fc.tuple(fc.record(good, { requiredKeys }), stray).map(([fields, more]) => {
    const pairs = [...Object.entries(fields as Record<string, string>), ...more].map(
      ([name, value]) => `${encoded(name)}=${encoded(value)}`,
    );
    return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
  });
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
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A dot or two alone would be taken for steps in the path, and nothing at all for another path. */
function encoded(text: string): string {
  return encodeURIComponent(/^\.{0,2}$/.test(text) ? `${text}-` : text.toWellFormed());
}
