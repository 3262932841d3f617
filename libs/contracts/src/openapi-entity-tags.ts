import type { HttpFace, RequestContract } from './define.js';
import { answersResource, type Tagging } from './entity-tag.js';
import { ERRORS } from './errors.js';
import type { JsonSchema } from './json-schema.js';

type Faced = RequestContract & { readonly http: HttpFace };
type Responses = Record<string, JsonSchema & { headers?: JsonSchema }>;
type Operation = Record<string, unknown> & { readonly parameters?: readonly JsonSchema[]; readonly responses: Responses };

const ETAG = { description: 'Names this version of the resource, for If-None-Match and If-Match', schema: { type: 'string' } };

/** An operation with its entity tags: what a GET of one resource sends and takes, what its writes compare, and what they and its making send. */
export function withEntityTags(operation: Operation, request: Faced, { isConditional, isTagged }: Tagging): Operation {
  const isResource = answersResource(request);
  const { status } = request.http;
  const success = operation.responses[status] as JsonSchema & { headers?: JsonSchema };
  const isTold = isResource || isTagged;
  const answered = isTold ? { ...success, headers: { ...success.headers, ETag: ETAG } } : success;
  const told = { ...operation, responses: { ...operation.responses, [status]: answered } };
  if (!isResource && !isConditional) return told;
  const described = isResource
    ? { name: 'If-None-Match', description: 'Tags that are known already: 304 without a body where it still has one of them' }
    : { name: 'If-Match', description: 'Tags of the versions that may be changed, or *: 412 where it has none of them any more' };
  const parameter = { ...described, in: 'header', required: false, schema: { type: 'string' } };
  const other: Responses = isResource
    ? { 304: { description: 'It still has one of the tags of If-None-Match', headers: { ETag: ETAG } } }
    : { 412: refusal() };
  return { ...told, parameters: [...(operation.parameters ?? []), parameter], responses: { ...told.responses, ...other } };
}

function refusal(): JsonSchema {
  const code = 'PLATFORM_PRECONDITION_FAILED';
  return {
    description: `\`${code}\`: ${ERRORS[code].title}`,
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
}
