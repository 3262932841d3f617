import { beginSpan, isTracing, type LongSpan } from '@smartcontent/tracing';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { withoutTokens } from './without-tokens.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Everything that is done for this request; undefined while nobody traces. */
    span: LongSpan | undefined;
  }
}

/** The first span of a request, under the route's name; it goes on from what the client sent. Ended by `endRequestSpan`. */
export function beginRequestSpan(request: FastifyRequest): LongSpan | undefined {
  return beginSpan(() => {
    const { method, headers, hostname, protocol, routeOptions, url } = request;
    const attributes = {
      'http.request.method': method,
      'http.route': routeOptions.url,
      'url.path': withoutTokens(url.split('?', 1)[0] ?? ''),
      'url.scheme': protocol,
      'server.address': hostname,
      'user_agent.original': headers['user-agent'],
    };
    const name = routeOptions.url ? `${method} ${routeOptions.url}` : method;
    return { name, kind: 'server', attributes, parent: (headers.traceparent as string | undefined) ?? null };
  });
}

/** Only what went wrong on our side fails the span: a refusal is an answer. */
export function endRequestSpan({ span }: FastifyRequest, { statusCode }: FastifyReply): void {
  span?.set({ 'http.response.status_code': statusCode });
  span?.end(statusCode >= 500 ? String(statusCode) : undefined);
}

/** A body comes in on the socket's own events, after which the request's span is not the active one any more. */
export function keepRequestSpans(app: FastifyInstance): void {
  app.decorateRequest('span');
  if (!isTracing()) return;
  app.addHook('preValidation', (request, _reply, done) => {
    if (request.span) request.span.within(done);
    else done();
  });
}
