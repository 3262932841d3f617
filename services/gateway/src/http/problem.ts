import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { AppError, ERRORS, type ErrorCode, type Problem, problemOf, retryAfterSeconds } from '@smartcontent/contracts';
import type { Log } from '@smartcontent/service';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { newId } from '../new-id.js';
import { refuseWithDetail } from './detail-errors.js';
import { pathOf, type StandardHeaders } from './open-request.js';
import { withoutTokens } from './without-tokens.js';

const MEDIA_TYPE = 'application/problem+json';

/** What Fastify's own refusals are called here; everything else that it refuses is a malformed request. */
const FASTIFY_CODES: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'GATEWAY_BODY_TOO_LARGE',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'GATEWAY_MEDIA_TYPE_UNSUPPORTED',
  FST_ERR_MAX_PARAM_LENGTH: 'GATEWAY_ROUTE_NOT_FOUND',
};

export type ProblemHandler = (error: unknown, request: FastifyRequest, reply: FastifyReply) => FastifyReply;

/** The way out of every refusal: one error of the platform, told as RFC 9457 tells it. The text of a 500 goes to the log only. */
export function problemHandler(log: Log): ProblemHandler {
  return (error, request, reply) => {
    const known = asAppError(error);
    const { status } = ERRORS[known.code];
    if (status === 500)
      log.error('request failed', {
        correlation_id: request.id,
        path: withoutTokens(pathOf(request)),
        code: known.code,
        error: known.cause,
      });
    const seconds = retryAfterSeconds(known);
    if (seconds !== null) reply.header('retry-after', String(seconds));
    // Fastify closes the connection on a refused body, which cuts the answer off for a client that is still sending.
    if (status === 413) reply.removeHeader('connection');
    const refused = refuseWithDetail(known, request, reply);
    if (refused) return refused;
    const problem = { ...problemOf(known, request.id, isRepeatable(request)), instance: pathOf(request) };
    return reply.code(status).type(MEDIA_TYPE).send(JSON.stringify(problem));
  };
}

/** What Node's own refusals are called here. */
const NODE_CODES: Readonly<Record<string, ErrorCode>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 'GATEWAY_REQUEST_SLOW',
  HPE_HEADER_OVERFLOW: 'GATEWAY_HEAD_TOO_LARGE',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 'GATEWAY_BODY_TOO_LARGE',
};
/** How long a refused connection may go on sending, so that a client which does not listen yet can still read why. */
const LINGER_MS = 1_000;

/** Answers what was not even HTTP, or not in time, where there is no request to answer to. */
export function brokenRequestHandler(standardHeaders: StandardHeaders) {
  return ({ code = '' }: Error & { code?: string }, socket: Socket): void => {
    if (!socket.writable) return;
    const problem = problemOf(new AppError(NODE_CODES[code] ?? 'GATEWAY_REQUEST_MALFORMED'), newId());
    socket.end(asText(problem, standardHeaders(problem.correlation_id)));
    setTimeout(() => socket.destroy(), LINGER_MS).unref();
  };
}

function asText(problem: Problem, standardHeaders: Record<string, string>): string {
  const body = JSON.stringify(problem);
  const headers = {
    ...standardHeaders,
    'content-type': MEDIA_TYPE,
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  };
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\n${head.join('')}\r\n${body}`;
}

/** A second POST would do it all once more; other methods find what the first one did. */
function isRepeatable({ method, headers, routeOptions }: FastifyRequest): boolean {
  return (
    method !== 'POST' ||
    routeOptions.config.isSafeTwice === true ||
    (routeOptions.config.takesKey === true && headers['idempotency-key'] !== undefined)
  );
}

function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const { code = '', statusCode = 500 } = error as Partial<FastifyError>;
  const known = FASTIFY_CODES[code];
  if (known) return new AppError(known, { cause: error });
  return new AppError(statusCode < 500 ? 'GATEWAY_REQUEST_MALFORMED' : 'PLATFORM_INTERNAL', { cause: error });
}
