import type { OpenApi } from '../api-changes/document-changes.ts';

/** Whatever a plant wants to spoil; a wrong name fails the plant. */
// biome-ignore lint/suspicious/noExplicitAny: a plant reaches into any depth of a document
type Loose = any;

const post = {
  type: 'object',
  properties: {
    id: { type: 'string', format: 'uuid' },
    note: { anyOf: [{ type: 'string' }, { type: 'null' }] },
    count: { type: 'integer', minimum: 0 },
    counts: { type: 'object', additionalProperties: { type: 'integer' } },
    status: { type: 'string', enum: ['draft', 'sent'] },
    replies: { type: 'array', items: { $ref: '#/components/schemas/Post' } },
    title: { type: 'string', minLength: 0 },
  },
  required: ['id', 'title'],
};
const body = {
  type: 'object',
  additionalProperties: false,
  properties: {
    title: { type: 'string', maxLength: 100 },
    note: { anyOf: [{ type: 'string' }, { type: 'null' }] },
    priority: { type: 'number' },
    pair: { type: 'array', prefixItems: [{ type: 'string' }, { type: 'string' }] },
    list: { type: 'array', maxItems: 5, items: { type: 'string' } },
    metadata: { type: 'object', properties: { a: { type: 'string' } } },
  },
  required: ['title'],
};
const line = { type: 'object', properties: { at: { type: 'string' } }, required: ['place'] };
const refusal = { content: { 'application/problem+json': { examples: { POST_STALE: {} } } } };
const DOCUMENT = {
  paths: {
    '/posts': {
      get: {
        operationId: 'post.list',
        security: [{ accessToken: ['read'] }, { apiKey: ['read'] }],
        parameters: [
          { name: 'status', in: 'query', schema: { type: 'string', enum: ['draft', 'sent'], default: 'draft' } },
          {
            name: 'tags',
            in: 'query',
            style: 'form',
            explode: false,
            schema: { type: 'array', items: { type: 'string', enum: ['a', 'b'] } },
          },
        ],
        responses: {
          200: {
            headers: { Link: {} },
            content: {
              'application/json': {
                schema: { type: 'object', properties: { items: { type: 'array', items: { $ref: '#/components/schemas/Post' } } } },
              },
            },
          },
        },
      },
      post: {
        operationId: 'post.create',
        security: [{ apiKey: ['write'] }],
        requestBody: { content: { 'application/json': { schema: body }, 'application/x-ndjson': { schema: { type: 'string' } } } },
        responses: { 201: { content: {} }, 422: refusal },
      },
    },
    '/open': {
      post: {
        operationId: 'post.open',
        security: [],
        parameters: [],
        responses: { 200: { content: { 'application/x-ndjson': { schema: { type: 'string' }, 'x-line-schema': line } } } },
      },
    },
    '/guests': {
      get: { operationId: 'guest.list', security: [{ accessToken: ['read'] }, {}], responses: {} },
      post: { operationId: 'guest.create', security: [{ accessToken: ['write'], apiKey: [] }], responses: {} },
    },
  },
  components: { schemas: { Post: post }, examples: { POST_STALE: { value: { status: 409 } } } },
};

/** The document that was released. */
export const RELEASED_EXAMPLE: OpenApi = DOCUMENT;

/** A copy of it to plant in, with names for its parts. */
export interface Sketch {
  readonly document: OpenApi;
  readonly paths: Record<string, Loose>;
  readonly list: Loose;
  readonly create: Loose;
  readonly open: Loose;
  /** With a token or without. */
  readonly either: Loose;
  /** With a token and a key. */
  readonly both: Loose;
  readonly status: Loose;
  readonly tags: Loose;
  readonly body: Loose;
  readonly post: Loose;
  readonly line: Loose;
  readonly refusal: Loose;
  readonly code: Loose;
}

export function draft(): Sketch {
  const document: Loose = structuredClone(DOCUMENT);
  const { get: list, post: create } = document.paths['/posts'];
  const open = document.paths['/open'].post;
  const { get: either, post: both } = document.paths['/guests'];
  const [status, tags] = list.parameters;
  return {
    document,
    paths: document.paths,
    list,
    create,
    open,
    either,
    both,
    status,
    tags,
    body: create.requestBody.content['application/json'].schema,
    post: document.components.schemas.Post,
    line: open.responses[200].content['application/x-ndjson']['x-line-schema'],
    refusal: create.responses[422],
    code: document.components.examples.POST_STALE,
  };
}
