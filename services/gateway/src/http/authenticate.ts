import { AppError, ERRORS, type HttpFace } from '@smartcontent/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from '../credentials/caller.js';
import { bearerOf, type Credentials } from '../credentials/credentials.js';
import { claimsToBeOperator } from '../credentials/operator-key.js';
import { addressBlock } from '../limits/address-block.js';
import type { RateGuard } from './limit-rate.js';

/**
 * Step 2: who is asking? Puts the caller on the request; on a route that needs nobody it leaves null.
 * A refusal counts on the address, so that trying out credentials is not free; trying to be the operator counts as a log-in.
 * @throws AppError GATEWAY_CREDENTIAL_*; GATEWAY_RATE_LIMITED where the address tried out keys
 */
export function authenticate(credentials: Credentials, guard: RateGuard, face: HttpFace) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    if (face.audience === 'everybody') return;
    try {
      request.caller = await callerOfRequest(credentials, request);
    } catch (error) {
      if (error instanceof AppError && ERRORS[error.code].status === 401) reply.header('www-authenticate', challenge(error));
      const isOperatorTried = claimsToBeOperator(bearerOf(request.headers.authorization ?? '') ?? '');
      await guard.countStranger(request, reply, isOperatorTried ? 'auth' : 'read');
      throw error;
    }
  };
}

/** Whose credential the request shows, as of now: an answer that takes its time asks again. @throws as `Credentials.resolve` */
export function callerOfRequest(credentials: Credentials, { headers, id, traceparent, ip }: FastifyRequest): Promise<Caller> {
  return credentials.resolve(headers.authorization, { correlationId: id, traceparent, address: addressBlock(ip) });
}

/**
 * Step 4: may the caller do this? After the count, since a refusal is a request too.
 * @throws AppError PLATFORM_SCOPE_MISSING, GATEWAY_PERSON_NEEDED, GATEWAY_PUBLISHABLE_KEY_REFUSED, GATEWAY_ORIGIN_REFUSED
 */
export function requireScope({ audience, scope, callers, kind }: HttpFace) {
  const needed = scope ?? audience;
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    if (audience === 'everybody') return;
    const { actor, publishable } = request.caller as Caller;
    if (publishable) assertFromPage(publishable, kind, request.headers.origin);
    // The operator belongs to no company: what is a company's is none of his business.
    const isAllowed = actor.kind === 'operator' ? audience === 'operator' : scope !== null && actor.scopes.includes(scope);
    if (isAllowed && callers === 'person' && actor.kind === 'client') throw new AppError('GATEWAY_PERSON_NEEDED');
    if (isAllowed) return;
    reply.header('www-authenticate', `${REALM}, error="insufficient_scope", scope="${needed}"`);
    throw new AppError('PLATFORM_SCOPE_MISSING', { data: { scope: needed } });
  };
}

/** A key that everybody can read in a page sends events, from pages that it is for, and does nothing else. */
function assertFromPage({ origins }: NonNullable<Caller['publishable']>, kind: HttpFace['kind'], origin: string | undefined): void {
  if (kind !== 'ingest') throw new AppError('GATEWAY_PUBLISHABLE_KEY_REFUSED');
  if (origins && !(origin && origins.includes(origin))) throw new AppError('GATEWAY_ORIGIN_REFUSED', { data: { origin: origin ?? null } });
}

const REALM = 'Bearer realm="smartcontent"';

/** RFC 6750, section 3: without a credential the challenge tells nothing but the scheme. */
function challenge(error: AppError): string {
  if (error.code === 'GATEWAY_CREDENTIAL_MISSING') return REALM;
  return `${REALM}, error="invalid_token", error_description="${error.message}"`;
}
