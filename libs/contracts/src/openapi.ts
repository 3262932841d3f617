import type { z } from 'zod';
import { isPage, sparseFieldsOf } from './answer-fields.js';
import type { HttpFace, RequestContract } from './define.js';
import { taggingOf } from './entity-tag.js';
import { ERRORS, type ErrorCode } from './errors.js';
import { type JsonSchema, SchemaBook } from './json-schema.js';
import { withEntityTags } from './openapi-entity-tags.js';
import { operationErrors, takesBody, takesIdempotencyKey } from './operation-errors.js';
import { invalidDetailSchema, notFoundDetailSchema, problemOfCode, problemSchema } from './problem.js';

export interface OpenApiOptions {
  /** Version of the platform. */
  readonly version: string;
  /** Base URLs without a path, such as `http://127.0.0.1:4000`. */
  readonly servers: readonly string[];
}

type Faced = RequestContract & { readonly http: HttpFace };
type ObjectSchema = JsonSchema & { properties?: Record<string, JsonSchema>; required?: string[] };

const SPARSE = 'Only these fields of the answer, or of each item of a list; without it all of them';
const EXAMPLE_CORRELATION_ID = '0192f0c1-7a00-7000-8000-0000000000ff';

/**
 * The OpenAPI 3.1 document of every request that has an HTTP face, as plain JSON.
 * Parameters are derived as the gateway derives them: `{braces}` from the path, the rest from the query (GET, DELETE) or the body.
 * The same requests and options always give the same document, byte for byte.
 */
export function buildOpenApi(requests: readonly RequestContract[], options: OpenApiOptions): Record<string, unknown> {
  const faced = requests.filter((request): request is Faced => request.http !== null);
  const tagging = taggingOf(requests);
  const book = new SchemaBook();
  book.add(problemSchema, 'output');
  const paths: Record<string, Record<string, unknown>> = {};
  for (const request of faced) {
    const { path, method } = request.http;
    paths[path] = { ...paths[path], [method.toLowerCase()]: withEntityTags(operation(request, book), request, tagging(request)) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'SmartContent',
      version: options.version,
      summary: 'Write, approve, schedule, publish and measure content',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: options.servers.map((url) => ({ url })),
    tags: [...new Set(faced.map((request) => request.owner))].map((name) => ({ name })),
    paths,
    components: { securitySchemes: SECURITY_SCHEMES, headers: HEADERS, examples: problemExamples(faced), schemas: sorted(book.components) },
  };
}

function operation(request: Faced, book: SchemaBook) {
  const face = request.http;
  const input = book.add(request.input, 'input') as ObjectSchema;
  const example = (request.example.input ?? {}) as Record<string, unknown>;
  const parameters = [...inputParameters(face, input, example), ...fieldsParameter(request), ...headerParameters(face)];
  const body = takesBody(face) ? requestBody(face, input, example) : undefined;
  return {
    operationId: request.subject.replace(/^rpc\./, '').replace(/\.v1$/, ''),
    tags: [request.owner],
    summary: request.summary,
    security: securityOf(face),
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: body }),
    responses: { [face.status]: success(request, book), ...refusals(request, book) },
  };
}

function securityOf({ audience, scope, callers }: HttpFace): JsonSchema[] {
  if (audience === 'operator') return [{ operatorKey: [] }];
  if (scope === null) return [];
  return callers === 'person' ? [{ accessToken: [scope] }] : [{ accessToken: [scope] }, { apiKey: [scope] }];
}

function pathNames(face: HttpFace): string[] {
  return [...face.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
}

function inputParameters(face: HttpFace, input: ObjectSchema, example: Record<string, unknown>): JsonSchema[] {
  const inPath = pathNames(face);
  const inQuery = takesBody(face) ? [] : Object.keys(input.properties ?? {}).filter((name) => !inPath.includes(name));
  return [...inPath, ...inQuery].map((name) => {
    const { description, ...schema } = input.properties?.[name] ?? {};
    const isPath = inPath.includes(name);
    return {
      name,
      in: isPath ? 'path' : 'query',
      required: isPath || (input.required ?? []).includes(name),
      ...(description !== undefined && { description }),
      ...(schema.type === 'array' && { style: 'form', explode: false }),
      schema,
      ...(example[name] !== undefined && { example: example[name] }),
    };
  });
}

/** At the edge alone, so it is no part of the input. */
function fieldsParameter(request: Faced): JsonSchema[] {
  const names = sparseFieldsOf(request);
  if (names.length === 0) return [];
  const schema = { type: 'array', items: { type: 'string', enum: names }, minItems: 1 };
  return [{ name: 'fields', in: 'query', required: false, description: SPARSE, style: 'form', explode: false, schema }];
}

function headerParameters(face: HttpFace): JsonSchema[] {
  const header = (name: string, description: string, schema: JsonSchema = { type: 'string' }): JsonSchema => ({
    name,
    in: 'header',
    required: false,
    description,
    schema,
  });
  const parameters = [header('X-Correlation-Id', 'Names this request in every log; made when missing', { type: 'string', maxLength: 128 })];
  if (takesIdempotencyKey(face)) {
    const described = 'The write is carried out once for this key; a repeat gets the first answer';
    parameters.push(header('Idempotency-Key', described, { type: 'string', minLength: 1, maxLength: 255, pattern: '^[!-~]+$' }));
  }
  if (face.kind === 'stream') parameters.push(header('Last-Event-ID', 'Resume after this notification'));
  return parameters;
}

function requestBody(face: HttpFace, input: ObjectSchema, example: Record<string, unknown>): JsonSchema | undefined {
  const described = { description: `At most ${face.bodyLimitBytes / 1024} KiB` };
  if (face.kind === 'ingest') {
    const lines = { type: 'string', description: 'One event a line, each as in the array of the JSON form' };
    const events = Array.isArray(example) ? example : [example];
    const ndjson = { schema: lines, example: events.map((event) => `${JSON.stringify(event)}\n`).join('') };
    return { ...described, required: true, content: { 'application/json': { schema: input, example }, 'application/x-ndjson': ndjson } };
  }
  const inPath = new Set(pathNames(face));
  const withoutPath = (record: Record<string, unknown>) => Object.fromEntries(Object.entries(record).filter(([name]) => !inPath.has(name)));
  const properties = withoutPath(input.properties ?? {});
  if (Object.keys(properties).length === 0) return undefined;
  const required = (input.required ?? []).filter((name) => !inPath.has(name));
  const { required: _all, ...rest } = input;
  const schema = { ...rest, properties, ...(required.length > 0 && { required }) };
  return { ...described, required: required.length > 0, content: { 'application/json': { schema, example: withoutPath(example) } } };
}

function success(request: Faced, book: SchemaBook): JsonSchema {
  const schema = book.add(request.output, 'output');
  const example = request.example.output as Record<string, unknown>;
  if (request.http.kind === 'download') return download(request, schema, example);
  if (request.http.kind !== 'stream') {
    const headers = isPage(request) ? { ...STANDARD_HEADERS, Link: headerRef('Link') } : STANDARD_HEADERS;
    const told = request.http.lists === 'array' ? { schema: itemsOf(schema), example: example.items } : { schema, example };
    return { description: request.summary, headers, content: { 'application/json': told } };
  }
  const text = { type: 'string', description: 'Server-sent events: id, event (the type) and data, which is JSON of x-event-schema' };
  const sent = `id: ${example.id}\nevent: ${example.type}\ndata: ${JSON.stringify(example)}\n\n`;
  const content = { 'text/event-stream': { schema: text, 'x-event-schema': schema, example: sent } };
  return { description: request.summary, headers: STANDARD_HEADERS, content };
}

function itemsOf(page: JsonSchema): JsonSchema {
  return (page as { properties?: Record<string, JsonSchema> }).properties?.items ?? {};
}

/** The pages that the gateway reads are no part of the answer: each of their items is a line. */
function download(request: Faced, page: JsonSchema, example: Record<string, unknown>): JsonSchema {
  const items = itemsOf(page);
  const lines = { type: 'string', description: 'One JSON object a line, each of x-line-schema' };
  const sent = (example.items as unknown[]).map((item) => `${JSON.stringify(item)}\n`).join('');
  const content = { 'application/x-ndjson': { schema: lines, 'x-line-schema': items.items, example: sent } };
  return { description: request.summary, headers: STANDARD_HEADERS, content };
}

function refusals(request: Faced, book: SchemaBook): Record<string, JsonSchema> {
  const byStatus = Object.groupBy(operationErrors(request, request.http), (code) => ERRORS[code].status);
  const isDetail = (status: string) => request.http.errors === 'detail' && status in DETAILS;
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, codes = []]) => [
      status,
      isDetail(status) ? detailRefusal(status, codes, book) : refusal(codes),
    ]),
  );
}

const DETAILS: Readonly<Record<string, { readonly schema: z.ZodType; readonly example: JsonSchema }>> = {
  404: { schema: notFoundDetailSchema, example: { detail: 'There is no such strategy' } },
  422: {
    schema: invalidDetailSchema,
    example: { detail: [{ loc: ['body', 'name'], msg: 'is required', type: 'invalid_type' }] },
  },
};

/** `{"detail": …}`, as the faces of planning refuse what is not there and what does not fit. */
function detailRefusal(status: string, codes: readonly ErrorCode[], book: SchemaBook): JsonSchema {
  const { schema, example } = DETAILS[status] as (typeof DETAILS)[string];
  return {
    description: describe(codes),
    headers: { ...STANDARD_HEADERS, 'X-Error-Code': headerRef('X-Error-Code') },
    content: { 'application/json': { schema: book.add(schema, 'output'), example } },
  };
}

function describe(codes: readonly ErrorCode[]): string {
  return codes.map((code) => `\`${code}\`: ${ERRORS[code].title}`).join('\n\n');
}

function refusal(codes: readonly ErrorCode[]): JsonSchema {
  const examples = Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }]));
  const tellsWhen = codes.some((code) => ERRORS[code].retryAfterSeconds !== null);
  return {
    description: describe(codes),
    headers: tellsWhen ? { ...STANDARD_HEADERS, 'Retry-After': headerRef('Retry-After') } : STANDARD_HEADERS,
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' }, examples } },
  };
}

function problemExamples(faced: readonly Faced[]): Record<string, JsonSchema> {
  const codes = new Set(faced.flatMap((request) => operationErrors(request, request.http)));
  const entries = [...codes].sort().map((code): [string, JsonSchema] => {
    return [code, { summary: ERRORS[code].title, value: problemOfCode(code, EXAMPLE_CORRELATION_ID) }];
  });
  return Object.fromEntries(entries);
}

function sorted<T>(record: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

const SECURITY_SCHEMES = {
  accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'Access token of a log-in; lives ten minutes' },
  apiKey: { type: 'http', scheme: 'bearer', bearerFormat: 'sc_…', description: 'API key, in the same header: Authorization: Bearer sc_…' },
  operatorKey: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'sc_operator_…',
    description: 'Key of whoever runs the platform, in the same header; it opens these routes and no others',
  },
};

const SOMETIMES = new Set(['Retry-After', 'Link', 'X-Error-Code']);
const count = (description: string): JsonSchema => ({ description, schema: { type: 'integer', minimum: 0 } });
const HEADERS: Record<string, JsonSchema> = {
  'X-Correlation-Id': { description: 'Names this request in the logs of every service', schema: { type: 'string' } },
  'RateLimit-Limit': count('Requests that this class of route takes per minute'),
  'RateLimit-Remaining': count('Requests left in this minute'),
  'RateLimit-Reset': count('Seconds until the count starts anew'),
  RateLimit: { description: 'The same in one line, such as "read";r=5999;t=60', schema: { type: 'string' } },
  'RateLimit-Policy': { description: 'The budget, such as "read";q=6000;w=60', schema: { type: 'string' } },
  Link: { description: 'Where the next page is and the first, such as </v1/content?cursor=…>; rel="next"', schema: { type: 'string' } },
  'X-Error-Code': { description: 'The code of a refusal whose body does not name it', schema: { type: 'string' } },
  'Retry-After': { description: 'Seconds to wait before trying again', schema: { type: 'integer', minimum: 1 } },
};

function headerRef(name: string): JsonSchema {
  return { $ref: `#/components/headers/${name}` };
}
const STANDARD_HEADERS = Object.fromEntries(
  Object.keys(HEADERS)
    .filter((name) => !SOMETIMES.has(name))
    .map((name) => [name, headerRef(name)]),
);
