import type { HttpFace } from '@smartcontent/contracts';
import type { FastifyInstance, FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** On the route that refuses the other methods of a path: those that it has, for browsers that ask before they call. */
    methods?: readonly string[];
    /** Kind of the faces of that path. */
    pathKind?: HttpFace['kind'] | undefined;
  }
}

const ANY = '*';
const PREFLIGHT = {
  'access-control-allow-headers':
    'authorization, content-type, idempotency-key, if-match, if-none-match, last-event-id, traceparent, tracestate, x-correlation-id',
  // The longest that browsers keep.
  'access-control-max-age': '7200',
};
const EXPOSED =
  'allow, etag, link, ratelimit, ratelimit-limit, ratelimit-policy, ratelimit-remaining, ratelimit-reset, retry-after, www-authenticate, x-correlation-id, x-error-code';

/**
 * Tells browsers which other sites may call: those of `origins`, and any site where events come in, since a publishable key stands in its pages
 * anyway (the key itself may be bound to origins). A credential is always a header that the page set, never a cookie, so a site that is not
 * named gains nothing by calling blindly. What is asked before a call is answered here and counts on nobody.
 */
export function allowOrigins(app: FastifyInstance, origins: readonly string[]): void {
  const known = new Set(origins);
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('vary', 'origin');
    const allowed = allowedOrigin(request, known);
    if (allowed === null) return done();
    reply.headers({ 'access-control-allow-origin': allowed, 'access-control-expose-headers': EXPOSED });
    const { methods } = request.routeOptions.config;
    if (!methods || request.method !== 'OPTIONS' || request.headers['access-control-request-method'] === undefined) return done();
    reply
      .code(204)
      .headers({ ...PREFLIGHT, 'access-control-allow-methods': methods.join(', ') })
      .send();
  });
}

function allowedOrigin({ headers, routeOptions }: FastifyRequest, known: ReadonlySet<string>): string | null {
  const { origin } = headers;
  if (origin === undefined) return null;
  const { kind, pathKind } = routeOptions.config;
  if (known.has(ANY) || (kind ?? pathKind) === 'ingest') return ANY;
  return known.has(origin) ? origin : null;
}
