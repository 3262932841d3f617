import { ACCESS_TOKEN, AppError, accessTokenClaimsSchema, actorOfClaims } from '@smartcontent/contracts';
import { type CryptoKey, errors, importJWK, type JWK, jwtVerify } from 'jose';
import { callerOf, type Member } from './caller.js';

/** The clocks of two machines are never quite the same. An expired token is refused on the second all the same, where it is held. */
const CLOCK_TOLERANCE_SECONDS = 5;

/** A credential that was good when it was looked at, and until when it is. */
export interface HeldCredential {
  readonly caller: Member;
  /** Epoch milliseconds; Infinity where it does not expire. */
  readonly expiresAtMs: number;
}

/** Verifies access tokens with identity's public key: no look-up, so log-ins go on working while identity is away. */
export class AccessTokens {
  private key: Promise<CryptoKey> | undefined;

  /** `publicKey` is identity's Ed25519 JWK as JSON. */
  constructor(private readonly publicKey: string) {}

  /** @throws AppError GATEWAY_CREDENTIAL_INVALID, GATEWAY_CREDENTIAL_EXPIRED */
  async verify(token: string): Promise<HeldCredential> {
    this.key ??= importJWK(JSON.parse(this.publicKey) as JWK, 'EdDSA') as Promise<CryptoKey>;
    const { type: typ, issuer, audience, lifetimeSeconds: maxTokenAge } = ACCESS_TOKEN;
    const claimed = { typ, issuer, audience, maxTokenAge, requiredClaims: ['exp', 'sub'], clockTolerance: CLOCK_TOLERANCE_SECONDS };
    const verified = await jwtVerify(token, await this.key, { algorithms: ['EdDSA'], ...claimed }).catch(refuse);
    const claims = accessTokenClaimsSchema.safeParse(verified.payload);
    if (!claims.success || verified.protectedHeader.kid !== ACCESS_TOKEN.issuer) throw new AppError('GATEWAY_CREDENTIAL_INVALID');
    return { caller: callerOf(actorOfClaims(claims.data)), expiresAtMs: (verified.payload.exp ?? 0) * 1_000 };
  }
}

function refuse(cause: unknown): never {
  throw new AppError(cause instanceof errors.JWTExpired ? 'GATEWAY_CREDENTIAL_EXPIRED' : 'GATEWAY_CREDENTIAL_INVALID', { cause });
}
