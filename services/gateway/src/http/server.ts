import { AppError, type HttpFace, type RequestContract } from '@smartcontent/contracts';
import type { Health, Log, Metrics } from '@smartcontent/service';
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import type { GatewayConfig } from '../config.js';
import type { Credentials } from '../credentials/credentials.js';
import { mountDocs } from '../docs/mount-docs.js';
import type { RateBudgets } from '../limits/rate-budgets.js';
import { allowOrigins } from './allow-origins.js';
import { authenticate, requireScope } from './authenticate.js';
import type { FaceDoors } from './faced.js';
import { RateGuard } from './limit-rate.js';
import { mountFaces } from './mount-faces.js';
import { mountHealth } from './mount-health.js';
import { correlationIdOf, openRequests, type StandardHeaders, standardHeadersOf } from './open-request.js';
import { brokenRequestHandler, type ProblemHandler, problemHandler } from './problem.js';
import { readBodies } from './read-body.js';
import { HEAD_OPTIONS, readHeads } from './read-head.js';

const PARAMETER_LIMIT = 256;
/** Of the time for a head: how often Node looks for connections that are past theirs. */
const CHECKS_PER_TIMEOUT = 4;
/** Longer than load balancers keep theirs, so that never the gateway closes first. */
const KEEP_ALIVE_MS = 72_000;

export interface EdgeParts {
  readonly config: GatewayConfig;
  readonly contracts: readonly RequestContract[];
  readonly log: Log;
  readonly metrics: Metrics;
  readonly health: Health;
  readonly credentials: Credentials;
  readonly budgets: RateBudgets;
  readonly doors: FaceDoors;
}

export interface PublicServer {
  readonly app: FastifyInstance;
  /** Requests under way, open streams among them. */
  readonly running: () => number;
}

/** The public HTTP server: every face of `contracts`, the documentation and the probes. The README draws a request's way through it. */
export async function buildServer(parts: EdgeParts): Promise<PublicServer> {
  const { config, contracts, log, metrics, credentials } = parts;
  const guard = new RateGuard(parts.budgets);
  const onError = problemHandler(log);
  const standardHeaders = standardHeadersOf(config.publicUrl);
  const app = fastify({
    genReqId: correlationIdOf,
    requestIdHeader: false,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: PARAMETER_LIMIT },
    trustProxy: config.trustedProxies.length > 0 && [...config.trustedProxies],
    requestTimeout: config.bodyTimeoutMs,
    connectionTimeout: idleTimeoutOf(config),
    http: {
      ...HEAD_OPTIONS,
      headersTimeout: config.headTimeoutMs,
      connectionsCheckingInterval: Math.ceil(config.headTimeoutMs / CHECKS_PER_TIMEOUT),
    },
    keepAliveTimeout: KEEP_ALIVE_MS,
    // While stopping, what still comes in on an open connection is answered, and the connection closed.
    return503OnClosing: false,
    clientErrorHandler: brokenRequestHandler(standardHeaders),
    frameworkErrors: (error, request, reply) => void refuseUrl(error, request, reply, { guard, onError, standardHeaders }),
  });
  const isAccessLogged = ['info', 'debug', 'trace'].includes(config.service.logLevel);
  const running = openRequests(app, standardHeaders, { log, metrics, isAccessLogged });
  allowOrigins(app, config.corsOrigins);
  readHeads(app, guard);
  app.addHook('onRequest', (request, reply, done) => {
    if (request.routeOptions.config.kind) done();
    else guard.countStranger(request, reply).then(() => done(), done);
  });
  app.setErrorHandler(onError);
  app.setNotFoundHandler(async () => {
    throw new AppError('GATEWAY_ROUTE_NOT_FOUND');
  });
  const guards = (face: HttpFace) => [authenticate(credentials, guard, face), guard.limit(face), requireScope(face)];
  readBodies(app);
  mountFaces(app, contracts, { guards, open: (contract) => parts.doors[contract.http.kind].open(contract) });
  mountHealth(app, parts.health);
  await mountDocs(app, contracts, config.publicUrl);
  return { app, running };
}

/** A connection on which nothing moves for so long has a client that does not take its answer: no request waits longer, no stream is silent longer. */
function idleTimeoutOf({ bodyTimeoutMs, deadlineMs, heartbeatMs }: GatewayConfig): number {
  return Math.max(bodyTimeoutMs, deadlineMs * 2, heartbeatMs * 4);
}

/** A URL that cannot be read reaches no route, so none of the hooks ran. */
async function refuseUrl(
  error: Error,
  request: FastifyRequest,
  reply: FastifyReply,
  { guard, onError, standardHeaders }: { guard: RateGuard; onError: ProblemHandler; standardHeaders: StandardHeaders },
): Promise<void> {
  reply.headers(standardHeaders(request.id));
  const refusal = await guard.countStranger(request, reply).then(
    () => error,
    (limited: unknown) => limited,
  );
  onError(refusal, request, reply);
}
