import { type AppError, ERRORS } from '@smartcontent/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';

interface Detail {
  readonly loc: (string | number)[];
  readonly msg: string;
  readonly type: string;
}

/** As many as a problem tells. */
const DETAILS_MAX = 100;

type Issue = z.core.$ZodIssue;

/**
 * Refuses as faces with errors `detail` do: 404 and 422 as `{"detail": …}`, their code in a header, since the body has no place for it.
 * Null for every other refusal, which stays a problem.
 */
export function refuseWithDetail(error: AppError, request: FastifyRequest, reply: FastifyReply): FastifyReply | null {
  const { status } = ERRORS[error.code];
  if (request.routeOptions.config.errors !== 'detail' || (status !== 404 && status !== 422)) return null;
  const detail = status === 404 ? error.message : detailsOf(error, request);
  reply.code(status).header('x-error-code', error.code).type('application/json; charset=utf-8');
  return reply.send(JSON.stringify({ detail }));
}

function detailsOf(error: AppError, request: FastifyRequest): Detail[] {
  const { issues } = (error.cause ?? {}) as { readonly issues?: readonly Issue[] };
  if (issues)
    return issues
      .slice(0, DETAILS_MAX)
      .flatMap((issue) => detailsOfIssue(issue, request))
      .slice(0, DETAILS_MAX);
  const { errors } = error.data as { readonly errors?: readonly { readonly path: string; readonly message: string }[] };
  if (!errors) return [{ loc: placed([], request), msg: error.message, type: error.code.toLowerCase() }];
  return errors.map(({ path, message }) => ({
    loc: placed(path === '' ? [] : path.split('.'), request),
    msg: message,
    type: 'value_error',
  }));
}

function detailsOfIssue(issue: Issue, request: FastifyRequest): Detail[] {
  const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
  const detail = (parts: (string | number)[], msg: string) => ({ loc: placed(parts, request), msg, type: issue.code });
  if (issue.code !== 'unrecognized_keys') return [detail(path, issue.message)];
  // Its own message names every key: one of them for each would be as long as the square of the request.
  return issue.keys.slice(0, DETAILS_MAX).map((key) => detail([...path, key], 'is not known here'));
}

/** A field stands in the path, the query or the body, and nowhere else. */
function placed(parts: readonly (string | number)[], { params, query, method }: FastifyRequest): (string | number)[] {
  const [field = ''] = parts;
  if (Object.hasOwn(params as object, field)) return ['path', ...parts];
  const isRead = method === 'GET' || method === 'DELETE' || method === 'HEAD';
  return [isRead || Object.hasOwn(query as object, field) ? 'query' : 'body', ...parts];
}
