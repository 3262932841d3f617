import { AppError, ERRORS, type HttpFace } from '@smartcontent/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Credentials } from '../credentials/credentials.js';
import type { RateGuard } from './limit-rate.js';

/**
 * Step 2: who is asking? Puts the caller on the request; on a route that needs nobody it leaves null.
 * A refusal counts on the address, so that trying out credentials is not free.
 * @throws AppError GATEWAY_CREDENTIAL_*
 */
export function authenticate(credentials: Credentials, guard: RateGuard, face: HttpFace) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    if (face.scope === null) return;
    try {
      const trace = { correlationId: request.id, traceparent: request.traceparent };
      request.caller = await credentials.resolve(request.headers.authorization, trace);
    } catch (error) {
      if (error instanceof AppError && ERRORS[error.code].status === 401) reply.header('www-authenticate', challenge(error));
      await guard.countStranger(request, reply);
      throw error;
    }
  };
}

/**
 * Step 4: may the caller do this? After the count, since a refusal is a request too.
 * @throws AppError PLATFORM_SCOPE_MISSING
 */
export function requireScope({ scope }: HttpFace) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    if (scope === null || request.caller?.actor.scopes.includes(scope)) return;
    reply.header('www-authenticate', `${REALM}, error="insufficient_scope", scope="${scope}"`);
    throw new AppError('PLATFORM_SCOPE_MISSING', { data: { scope } });
  };
}

const REALM = 'Bearer realm="smartcontent"';

/** RFC 6750, section 3: without a credential the challenge tells nothing but the scheme. */
function challenge(error: AppError): string {
  if (error.code === 'GATEWAY_CREDENTIAL_MISSING') return REALM;
  return `${REALM}, error="invalid_token", error_description="${error.message}"`;
}
