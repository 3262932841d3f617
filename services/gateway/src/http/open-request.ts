import type { IncomingMessage } from 'node:http';
import { AppError } from '@smartcontent/contracts';
import type { Log, Metrics } from '@smartcontent/service';
import { continueTrace } from '@smartcontent/tracing';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from '../credentials/caller.js';
import { newId } from '../new-id.js';
import { beginRequestSpan, endRequestSpan, keepRequestSpans } from './request-span.js';
import { withoutTokens } from './without-tokens.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Null until `authenticate` ran, and on routes that need nobody. */
    caller: Caller | null;
    /** W3C trace context to pass on. */
    traceparent: string;
    /** Aborts when the client has gone before it was answered. Fastify's own `signal` does so as soon as a body has been read. */
    clientGone: AbortSignal;
  }
}

/** Safe in a header, a log line and a NATS header. */
const CORRELATION_ID = /^[\w.:/+=@-]{1,128}$/;

/** The correlation id of the caller where it is sane, else a new one. It is the request's id everywhere. */
export function correlationIdOf(raw: Pick<IncomingMessage, 'headers'>): string {
  const given = raw.headers['x-correlation-id'];
  return typeof given === 'string' && CORRELATION_ID.test(given) ? given : newId();
}

const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
};

/** A year, as browsers want it; for this host alone, since its neighbours are not ours to decide on. */
const STAY_WITH_HTTPS = { 'strict-transport-security': 'max-age=31536000' };

/** Headers that every answer carries, whatever becomes of the request. */
export type StandardHeaders = (correlationId: string) => Record<string, string>;

/** Where the API stands behind https, browsers are told to stay with it. */
export function standardHeadersOf(publicUrl: string | null): StandardHeaders {
  const headers = { ...SECURITY_HEADERS, ...(publicUrl?.startsWith('https:') && STAY_WITH_HTTPS) };
  return (correlationId) => ({ ...headers, 'x-correlation-id': correlationId });
}

interface RequestRecords {
  readonly log: Log;
  readonly metrics: Metrics;
  readonly isAccessLogged: boolean;
}

/**
 * First and last step of every request: names it, traces it, and writes its line and its figure when it has been answered.
 * Returns how many are under way.
 */
export function openRequests(app: FastifyInstance, standardHeaders: StandardHeaders, records: RequestRecords): () => number {
  const { log, metrics, isAccessLogged } = records;
  let running = 0;
  const durations = metrics.durations('http_request_duration_seconds', 'From the first header to the last byte', [
    'method',
    'route',
    'status',
  ]);
  app.decorateRequest('caller', null);
  app.decorateRequest('traceparent', '');
  app.decorateRequest('clientGone');
  keepRequestSpans(app);
  const closed = (request: FastifyRequest, reply: FastifyReply, client: AbortController) => {
    running -= 1;
    if (!reply.raw.writableFinished) client.abort(new AppError('PLATFORM_DEADLINE_EXCEEDED', { detail: 'The client has gone' }));
    endRequestSpan(request, reply);
    const route = request.routeOptions.url ?? 'none';
    durations.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1_000);
    if (isAccessLogged) log.info('request', accessLine(request, reply, route));
  };
  app.addHook('onRequest', (request, reply, done) => {
    running += 1;
    const client = new AbortController();
    request.clientGone = client.signal;
    // Fastify's own onResponse is left out where the client has gone.
    reply.raw.once('close', () => closed(request, reply, client));
    request.span = beginRequestSpan(request);
    request.traceparent = request.span?.traceparent ?? continueTrace(request.headers.traceparent as string | undefined);
    reply.headers(standardHeaders(request.id));
    if (request.span) request.span.within(done);
    else done();
  });
  return () => running;
}

function accessLine(request: FastifyRequest, reply: FastifyReply, route: string): Record<string, unknown> {
  const { caller } = request;
  return {
    correlation_id: request.id,
    method: request.method,
    path: withoutTokens(pathOf(request)),
    route,
    status: reply.statusCode,
    ...(!reply.raw.writableFinished && { is_aborted: true }),
    duration_ms: Math.round(reply.elapsedTime * 1_000) / 1_000,
    bytes: Number(reply.getHeader('content-length') ?? 0),
    address: request.ip,
    traceparent: request.traceparent,
    ...(caller && { company_id: caller.actor.company_id, caller: caller.label }),
  };
}

/** The path without its query, which may hold what people search for. */
export function pathOf(request: FastifyRequest): string {
  const { url } = request;
  const query = url.indexOf('?');
  return query < 0 ? url : url.slice(0, query);
}
