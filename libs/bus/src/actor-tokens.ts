import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { type Actor, AppError, actorSchema, type RequestContext } from '@smartcontent/contracts';
import { jwtVerify, SignJWT } from 'jose';
import { LRUCache } from 'lru-cache';

export interface ActorTokenOptions {
  /** Whose key signs: `gateway` may speak for anybody, every other service only for itself. */
  readonly service: string;
  /** Ed25519 private JWK as JSON; its kid is the service's name. */
  readonly privateKey: string;
  /** Public JWK as JSON of every service, by name. */
  readonly publicKeys: Readonly<Record<string, string>>;
}

const LIFETIME_SECONDS = 60;
/** A token is handed out again only while this much of its life is left, so that a call can still reach its service with it. */
const REUSE_MARGIN_MS = 30_000;
/** Calls of a service's own unit of work wait this long for an answer. */
const SERVICE_DEADLINE_MS = 30_000;
const CACHE_ENTRIES = 5_000;
/** Of Ed25519, 64 bytes in base64url. */
const SIGNATURE_LENGTH = 86;

interface Minted {
  readonly token: Promise<string>;
  readonly expiresAtMs: number;
}
interface Verified {
  readonly token: string;
  readonly actor: Actor;
  readonly expiresAtMs: number;
}

/**
 * Actor tokens: who is asking, as a JWS signed with Ed25519 (alg EdDSA), valid for 60 s. The kid names the signing service.
 * Both directions are cached, so that neither signing nor verifying is paid per request.
 */
export class ActorTokens {
  readonly #service: string;
  readonly #privateKey: KeyObject;
  readonly #publicKeys: ReadonlyMap<string, KeyObject>;
  readonly #minted = new LRUCache<string, Minted>({ max: CACHE_ENTRIES });
  /** The same again, for callers that keep the actor: writing one as JSON costs more than all else about a cached token. */
  readonly #mintedOf = new WeakMap<Actor, Minted>();
  /** By signature: the hash of a whole token costs as much as the rest of the look-up ten times over. */
  readonly #verified = new LRUCache<string, Verified>({ max: CACHE_ENTRIES });

  constructor(options: ActorTokenOptions) {
    this.#service = options.service;
    this.#privateKey = createPrivateKey({ key: JSON.parse(options.privateKey), format: 'jwk' });
    this.#publicKeys = new Map(
      Object.entries(options.publicKeys).map(([service, jwk]) => [service, createPublicKey({ key: JSON.parse(jwk), format: 'jwk' })]),
    );
  }

  /** A token for this actor, signed with the service's own key; at least 30 s of its life are left. */
  mint(actor: Actor): Promise<string> {
    const held = this.#mintedOf.get(actor);
    if (held && isFresh(held)) return held.token;
    const key = JSON.stringify(actor);
    const known = this.#minted.get(key);
    const minted = known && isFresh(known) ? known : this.#sign(actor);
    this.#minted.set(key, minted);
    this.#mintedOf.set(actor, minted);
    return minted.token;
  }

  #sign(actor: Actor): Minted {
    const issuedAtSeconds = Math.floor(Date.now() / 1000);
    const token = new SignJWT({ actor })
      .setProtectedHeader({ alg: 'EdDSA', kid: this.#service })
      .setIssuedAt(issuedAtSeconds)
      .setExpirationTime(issuedAtSeconds + LIFETIME_SECONDS)
      .sign(this.#privateKey);
    return { token, expiresAtMs: (issuedAtSeconds + LIFETIME_SECONDS) * 1000 };
  }

  /**
   * The actor that the token speaks for.
   * @throws AppError PLATFORM_ACTOR_REFUSED where it is malformed, forged, expired, or speaks for somebody its signer may not speak for.
   */
  async verify(token: string): Promise<Actor> {
    const signature = token.slice(-SIGNATURE_LENGTH);
    const known = this.#verified.get(signature);
    if (known?.token === token && known.expiresAtMs > Date.now()) return known.actor;
    const verified = await this.#verifySignature(token);
    this.#verified.set(signature, verified);
    return verified.actor;
  }

  /** A context in which the service speaks for itself. Make one per unit of work: its token and its deadline are for minutes, not for hours. */
  async serviceContext(companyId: string | null, reason: string, correlationId: string = randomUUID()): Promise<RequestContext> {
    const actor: Actor = { kind: 'service', service: this.#service, company_id: companyId, reason };
    return {
      actor,
      actorToken: await this.mint(actor),
      correlationId,
      traceparent: null,
      deadlineMs: Date.now() + SERVICE_DEADLINE_MS,
      idempotency: null,
    };
  }

  async #verifySignature(token: string): Promise<Verified> {
    try {
      const { payload, protectedHeader } = await jwtVerify(token, (header) => this.#publicKey(header.kid), {
        algorithms: ['EdDSA'],
        requiredClaims: ['exp'],
      });
      const actor = actorSchema.parse(payload.actor);
      assertMaySpeakFor(protectedHeader.kid, actor);
      return { token, actor, expiresAtMs: (payload.exp as number) * 1000 };
    } catch (error) {
      throw new AppError('PLATFORM_ACTOR_REFUSED', { cause: error });
    }
  }

  #publicKey(kid: string | undefined): KeyObject {
    const key = kid === undefined ? undefined : this.#publicKeys.get(kid);
    if (!key) throw new Error(`no public key of ${kid}`);
    return key;
  }
}

function isFresh({ expiresAtMs }: Minted): boolean {
  return expiresAtMs - REUSE_MARGIN_MS > Date.now();
}

/** Only the gateway authenticates; any other service's key is good for that service's own system actor and nothing else. */
function assertMaySpeakFor(kid: string | undefined, actor: Actor): void {
  if (actor.kind === 'service' ? actor.service === kid : kid === 'gateway') return;
  throw new Error(`${kid} may not speak for a ${actor.kind}`);
}

/** A fresh Ed25519 key pair for each service, as JWK in JSON; the kid of each private key is its service. */
export async function generateActorKeys(
  services: readonly string[],
): Promise<Record<string, { readonly privateKey: string; readonly publicKey: string }>> {
  return Object.fromEntries(
    services.map((service) => {
      const pair = generateKeyPairSync('ed25519');
      const write = (key: KeyObject) => JSON.stringify({ ...key.export({ format: 'jwk' }), kid: service });
      return [service, { privateKey: write(pair.privateKey), publicKey: write(pair.publicKey) }];
    }),
  );
}
