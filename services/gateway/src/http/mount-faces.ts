import { AppError, type HttpFace, type RequestContract, takesIdempotencyKey } from '@smartcontent/contracts';
import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods, RouteHandlerMethod } from 'fastify';
import { type Faced, isFaced } from './faced.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Set on the route of a face; other routes count their requests on the address. */
    kind?: HttpFace['kind'];
    /** How its face refuses. */
    errors?: HttpFace['errors'];
    /** Whether its face looks at an Idempotency-Key. */
    takesKey?: boolean;
    /** Carried out twice, it does no harm: what every route of the operator promises. */
    isSafeTwice?: boolean;
  }
}

/** What a face runs before its door, and the door for its kind. */
export interface Doors {
  readonly guards: (face: HttpFace) => ((request: FastifyRequest, reply: FastifyReply) => Promise<void>)[];
  readonly open: (contract: Faced) => RouteHandlerMethod;
}

/** Mounts every request that has an HTTP face as a route, and refuses the other methods of its path. */
export function mountFaces(app: FastifyInstance, contracts: readonly RequestContract[], doors: Doors): void {
  const faced = contracts.filter(isFaced);
  for (const contract of faced) {
    const { method, path, bodyLimitBytes, kind, errors, audience } = contract.http;
    const config = { kind, errors, takesKey: takesIdempotencyKey(contract.http), isSafeTwice: audience === 'operator' };
    app.route({
      method,
      url: routeOf(path),
      bodyLimit: bodyLimitBytes,
      config,
      onRequest: doors.guards(contract.http),
      handler: doors.open(contract),
    });
  }
  const methodsOfPaths = Map.groupBy(faced, (contract) => contract.http.path);
  for (const [path, owners] of methodsOfPaths)
    refuseOthers(
      app,
      routeOf(path),
      owners.map((contract) => contract.http.method),
      owners[0]?.http.kind,
    );
}

/** `/v1/content/{content_id}` as the router writes it: `/v1/content/:content_id`. */
function routeOf(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1');
}

/** RFC 9110: a known path with a method that it does not have is 405, and says which it has. */
export function refuseOthers(app: FastifyInstance, url: string, methods: readonly string[], pathKind?: HttpFace['kind']): void {
  const allowed = methods.includes('GET') ? [...methods, 'HEAD'] : methods;
  const others = app.supportedMethods.filter((method) => !allowed.includes(method));
  const refuse = async (_request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    reply.header('allow', allowed.join(', '));
    throw new AppError('GATEWAY_METHOD_NOT_ALLOWED', { data: { allow: allowed } });
  };
  app.route({ method: others as HTTPMethods[], url, config: { methods: allowed, pathKind }, onRequest: refuse, handler: refuse });
}
