import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import { AppError } from './app-error.js';
import { ERRORS } from './errors.js';
import { buildOpenApi } from './openapi.js';
import { problemOf, problemSchema } from './problem.js';
import { REQUESTS } from './registry.js';

interface Operation {
  readonly operationId: string;
  readonly security: Record<string, string[]>[];
  readonly parameters?: { readonly name: string; readonly in: string; readonly required: boolean }[];
  readonly requestBody?: { readonly required: boolean; readonly content: Record<string, { schema: Record<string, unknown> }> };
  readonly responses: Record<string, { description: string; content: Record<string, { examples?: Record<string, unknown> }> }>;
}

const options = { version: '1.2.3', servers: ['http://127.0.0.1:4000'] };
const document = buildOpenApi(REQUESTS, options);
const paths = document.paths as Record<string, Record<string, Operation>>;
const operations = Object.values(paths).flatMap((path) => Object.values(path));
const find = (method: string, path: string) => paths[path]?.[method] as Operation;

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.1', async () => {
    const validator = new Validator();
    const result = await validator.validate(structuredClone(document));
    expect(result.errors ?? []).toEqual([]);
    expect(result.valid).toBe(true);
    expect(validator.version).toBe('3.1');
  });

  it('refers only to what it holds', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map((match) => match[1] as string);
    expect(references.length).toBeGreaterThan(100);
    for (const reference of new Set(references)) {
      const target = reference.split('/').reduce<unknown>((node, key) => (node as Record<string, unknown>)?.[key], document);
      expect(target, reference).toBeDefined();
    }
  });

  it('is the same for the same contracts', () => {
    expect(JSON.stringify(buildOpenApi(REQUESTS, options))).toBe(JSON.stringify(document));
  });

  it('holds every face once, under an id of its own', () => {
    expect(operations.length).toBe(REQUESTS.filter((request) => request.http).length);
    expect(new Set(operations.map((operation) => operation.operationId)).size).toBe(operations.length);
  });

  it('takes path fields from the path, the rest of a GET from the query and of a write from the body', () => {
    const list = find('get', '/v1/content/{content_id}/versions').parameters ?? [];
    const placed = list.filter((parameter) => parameter.in !== 'header').map(({ name, in: place, required }) => [name, place, required]);
    expect(placed).toEqual([
      ['content_id', 'path', true],
      ['limit', 'query', false],
      ['cursor', 'query', false],
      ['fields', 'query', false],
    ]);
    const body = find('post', '/v1/content/{content_id}/approve').requestBody?.content['application/json']?.schema;
    expect(body?.required).toEqual(['version_hash']);
    expect(body?.properties).not.toHaveProperty('content_id');
    expect(find('post', '/v1/content/{content_id}/submit').requestBody).toBeUndefined();
    expect(find('post', '/v1/content/{content_id}/reject').requestBody?.required).toBe(false);
  });

  it('offers an Idempotency-Key on every POST for a company, and nowhere else', () => {
    for (const [path, methods] of Object.entries(paths)) {
      for (const [method, operation] of Object.entries(methods)) {
        const hasKey = (operation.parameters ?? []).some((parameter) => parameter.name === 'Idempotency-Key');
        expect(hasKey, `${method} ${path}`).toBe(method === 'post' && operation.security.some((scheme) => 'accessToken' in scheme));
      }
    }
  });

  it('shows every error under the status that the table gives it', () => {
    for (const request of REQUESTS) {
      if (!request.http) continue;
      const { responses } = find(request.http.method.toLowerCase(), request.http.path);
      for (const code of request.errors) {
        const { status } = ERRORS[code];
        if (request.http.errors === 'detail' && (status === 404 || status === 422)) {
          expect(Object.keys(responses[status]?.content ?? {}), request.subject).toEqual(['application/json']);
          expect(responses[status]?.description, request.subject).toContain(code);
        } else expect(responses[status]?.content['application/problem+json']?.examples, request.subject).toHaveProperty(code);
      }
      expect(Object.keys(responses)).toEqual(expect.arrayContaining(['422', '429', '500', '503']));
    }
  });

  it('lets sign-up in without a credential and asks one for the rest', () => {
    expect(find('post', '/v1/signup').security).toEqual([]);
    expect(find('post', '/v1/signup').responses).not.toHaveProperty('401');
    expect(find('get', '/v1/content').security).toEqual([{ accessToken: ['content:read'] }, { apiKey: ['content:read'] }]);
    expect(find('get', '/v1/content').responses).toHaveProperty('401');
  });

  it('asks for a person where no API key will do', () => {
    expect(find('post', '/v1/api-keys').security).toEqual([{ accessToken: ['account:manage'] }]);
    const refusals = find('post', '/v1/api-keys').responses['403']?.content['application/problem+json']?.examples;
    expect(refusals).toHaveProperty('GATEWAY_PERSON_NEEDED');
  });

  it('lets the operator in with his own key, on his own paths and nowhere else', () => {
    for (const [path, methods] of Object.entries(paths)) {
      for (const operation of Object.values(methods)) {
        expect(operation.security.some((scheme) => 'operatorKey' in scheme)).toBe(path.startsWith('/v1/operator/'));
        if (path.startsWith('/v1/operator/')) expect(operation.security).toEqual([{ operatorKey: [] }]);
      }
    }
    expect(document.components).toMatchObject({ securitySchemes: { operatorKey: { type: 'http', scheme: 'bearer' } } });
  });

  it('describes the stream as server-sent events and ingest as JSON or lines', () => {
    expect(Object.keys(find('get', '/v1/notifications/stream').responses['200']?.content ?? {})).toEqual(['text/event-stream']);
    expect(Object.keys(find('post', '/v1/events').requestBody?.content ?? {})).toEqual(['application/json', 'application/x-ndjson']);
  });
});

describe('a problem', () => {
  it('carries the code, the table and the data of its error', () => {
    const problem = problemOf(new AppError('CONTENT_REVISION_STALE', { detail: 'It is at 3', data: { revision: 3 } }), 'c-1');
    expect(problemSchema.parse(problem)).toMatchObject({
      code: 'CONTENT_REVISION_STALE',
      status: 409,
      detail: 'It is at 3',
      is_retryable: false,
      correlation_id: 'c-1',
      data: { revision: 3 },
    });
  });

  it('says that a request may be sent again only where that does no harm', () => {
    const lost = new AppError('PLATFORM_SERVICE_UNAVAILABLE', { data: { is_possibly_applied: true } });
    const errors = [new AppError('PLATFORM_SERVICE_UNAVAILABLE'), lost, new AppError('PLATFORM_DEADLINE_EXCEEDED')];
    const answers = (isRepeatable: boolean) => errors.map((error) => problemOf(error, 'c-1', isRepeatable).is_retryable);
    expect(answers(true)).toEqual([true, true, true]);
    expect(answers(false)).toEqual([true, false, false]);
  });

  it('keeps the text and the data of a 500 to itself', () => {
    const problem = problemOf(new AppError('PLATFORM_INTERNAL', { detail: 'table "x" is missing', data: { sql: 'SELECT' } }), 'c-1');
    expect(JSON.stringify(problem)).not.toMatch(/table|SELECT/);
  });
});
