import { z } from 'zod';
import { type Actor, rateLimitsSchema, roleSchema, scopeSchema, TIERS } from '../access.js';

/**
 * The access token of a log-in: a JWT signed with identity's Ed25519 key (`alg` EdDSA, `kid` identity).
 * `type` is its `typ` header (RFC 9068), so that nothing else that identity signs passes for one.
 */
export const ACCESS_TOKEN = { type: 'at+jwt', issuer: 'identity', audience: 'gateway', lifetimeSeconds: 600 } as const;

/** Its claims beside iss, aud, iat and exp; `sub` is the user's id. */
export const accessTokenClaimsSchema = z.object({
  sub: z.uuid(),
  company_id: z.uuid(),
  role: roleSchema,
  tier: z.enum(TIERS),
  scopes: z.array(scopeSchema),
  limits: rateLimitsSchema.optional(),
  /** The session that it was issued for; revoking that drops the token at once. */
  sid: z.uuid().optional(),
});
export type AccessTokenClaims = z.infer<typeof accessTokenClaimsSchema>;

/** The actor that a verified token stands for. */
export function actorOfClaims({ sub, sid, ...rest }: AccessTokenClaims): Extract<Actor, { kind: 'user' }> {
  return { kind: 'user', user_id: sub, ...rest, ...(sid && { session_id: sid }) };
}
