import { Injectable } from '@nestjs/common';
import { ACCESS_TOKEN, type AccessTokenClaims, type Actor, type LogIn, type OutputOf } from '@smartcontent/contracts';
import { ServiceConfig } from '@smartcontent/service';
import { importJWK, type JWK, SignJWT } from 'jose';

type UserActor = Extract<Actor, { kind: 'user' }>;
type AccessToken = Pick<OutputOf<typeof LogIn>['session'], 'access_token' | 'token_type' | 'expires_in'>;

/** Signs access tokens with identity's own key; the gateway verifies them with the public one, without a look-up. */
@Injectable()
export class AccessTokens {
  private readonly key: ReturnType<typeof importJWK>;

  constructor(private readonly config: ServiceConfig) {
    this.key = importJWK(JSON.parse(config.actorPrivateKey) as JWK, 'EdDSA');
  }

  /** A token that outlives neither ten minutes nor its session, which ends at this instant of epoch milliseconds. */
  async issue({ company_id, user_id, role, tier, scopes, limits, session_id: sid }: UserActor, endsAtMs: number): Promise<AccessToken> {
    const claims: Omit<AccessTokenClaims, 'sub'> = { company_id, role, tier, scopes, limits, sid };
    const expires_in = Math.max(1, Math.min(ACCESS_TOKEN.lifetimeSeconds, Math.floor((endsAtMs - Date.now()) / 1_000)));
    const token = new SignJWT(claims)
      .setProtectedHeader({ alg: 'EdDSA', kid: this.config.name, typ: ACCESS_TOKEN.type })
      .setIssuer(ACCESS_TOKEN.issuer)
      .setAudience(ACCESS_TOKEN.audience)
      .setSubject(user_id)
      .setIssuedAt()
      .setExpirationTime(`${expires_in}s`);
    return { access_token: await token.sign(await this.key), token_type: 'Bearer', expires_in };
  }
}
