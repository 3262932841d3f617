import { type AppError, ERRORS } from '@smartcontent/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { faultsOf } from './faults.js';

interface Detail {
  readonly loc: (string | number)[];
  readonly msg: string;
  readonly type: string;
}

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
  const { issues } = (error.cause ?? {}) as Partial<z.core.$ZodError>;
  if (issues) return faultsOf({ issues }).map(({ path, message, type }) => ({ loc: placed(path, request), msg: message, type }));
  const { errors } = error.data as { readonly errors?: readonly { readonly path: string; readonly message: string }[] };
  if (!errors) return [{ loc: placed([], request), msg: error.message, type: error.code.toLowerCase() }];
  return errors.map(({ path, message }) => ({
    loc: placed(path === '' ? [] : path.split('.'), request),
    msg: message,
    type: 'value_error',
  }));
}

/** A field stands in the path, the query or the body, and nowhere else. */
function placed(parts: readonly (string | number)[], { params, query, method }: FastifyRequest): (string | number)[] {
  const [field = ''] = parts;
  if (Object.hasOwn(params as object, field)) return ['path', ...parts];
  const isRead = method === 'GET' || method === 'DELETE' || method === 'HEAD';
  return [isRead || Object.hasOwn(query as object, field) ? 'query' : 'body', ...parts];
}
