import type { HttpFace, RequestContract } from './define.js';
import { answersResource } from './entity-tag.js';
import { ERRORS } from './errors.js';
import type { JsonSchema } from './json-schema.js';

type Faced = RequestContract & { readonly http: HttpFace };
type Responses = Record<string, JsonSchema & { headers?: JsonSchema }>;
type Operation = Record<string, unknown> & { readonly parameters?: readonly JsonSchema[]; readonly responses: Responses };

const ETAG = { description: 'Names this version of the resource, for If-None-Match and If-Match', schema: { type: 'string' } };

/** An operation with its entity tags: what a GET of one resource sends and takes, and what its writes compare. */
export function withEntityTags(operation: Operation, request: Faced, isConditional: boolean): Operation {
  const isResource = answersResource(request);
  if (!isResource && !isConditional) return operation;
  const described = isResource
    ? { name: 'If-None-Match', description: 'Tags that are known already: 304 without a body where it still has one of them' }
    : { name: 'If-Match', description: 'Tags of the versions that may be changed, or *: 412 where it has none of them any more' };
  const parameter = { ...described, in: 'header', required: false, schema: { type: 'string' } };
  const { status } = request.http;
  const success = operation.responses[status] as JsonSchema & { headers?: JsonSchema };
  const answered = isResource ? { ...success, headers: { ...success.headers, ETag: ETAG } } : success;
  const other: Responses = isResource
    ? { 304: { description: 'It still has one of the tags of If-None-Match', headers: { ETag: ETAG } } }
    : { 412: refusal() };
  const responses = { ...operation.responses, [status]: answered, ...other };
  return { ...operation, parameters: [...(operation.parameters ?? []), parameter], responses };
}

function refusal(): JsonSchema {
  const code = 'PLATFORM_PRECONDITION_FAILED';
  return {
    description: `\`${code}\`: ${ERRORS[code].title}`,
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
}
