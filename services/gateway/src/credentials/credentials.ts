import type { ActorTokens, RequestClient } from '@smartcontent/bus';
import { AppError, type ErrorCode, parseApiKey, ResolveApiKey } from '@smartcontent/contracts';
import { LRUCache } from 'lru-cache';
import type { AccessTokens, HeldCredential } from './access-tokens.js';
import { type Caller, callerOfKey } from './caller.js';
import type { EndedSessions } from './ended-sessions.js';
import type { GrantedLimits } from './granted-limits.js';
import { claimsToBeOperator, type OperatorKey } from './operator-key.js';
import type { UnknownKeys } from './unknown-keys.js';

const HELD_MS = 60_000;
const HELD_MAX = 20_000;
const LOOK_UP_MS = 5_000;
const BEARER = /^Bearer +([\w.~+/-]{1,4096}=*)$/i;

/** What the request contributes to the look-up of its key. */
export interface LookUpTrace {
  readonly correlationId: string;
  readonly traceparent: string;
  /** Whence it is shown; see `addressBlock`. */
  readonly address: string;
}

/** A resolved credential: whose it is, or why it is refused. A refusal is held too, so that repeating a dead key costs identity nothing. */
interface Held {
  readonly keyHash: string | null;
  readonly credential: HeldCredential | null;
  readonly refusal: ErrorCode | null;
}

interface CredentialParts {
  readonly client: RequestClient;
  readonly tokens: ActorTokens;
  readonly accessTokens: AccessTokens;
  readonly endedSessions: EndedSessions;
  readonly grantedLimits: GrantedLimits;
  readonly operatorKey: OperatorKey;
  readonly unknownKeys: UnknownKeys;
}

/** Who holds which credential, held in memory for 60 seconds at most and forgotten as soon as identity says that it changed. */
export class Credentials {
  private readonly held = new LRUCache<string, Held>({
    max: HELD_MAX,
    ttl: HELD_MS,
    dispose: ({ keyHash }) => keyHash !== null && this.keys.delete(keyHash),
  });
  /** The API keys that are held, by their hash: where many end together, each costs no walk over everything that is held. */
  private readonly keys = new Map<string, string>();
  private readonly lookUps = new Map<string, Promise<Held>>();
  private changes = 0;

  constructor(private readonly parts: CredentialParts) {}

  /**
   * The caller behind an Authorization header.
   * @throws AppError GATEWAY_CREDENTIAL_MISSING, _INVALID, _EXPIRED, _REVOKED; PLATFORM_SERVICE_UNAVAILABLE while identity is away and the key is not held;
   * GATEWAY_RATE_LIMITED where the key is not held and its address showed too many that nobody knows
   */
  async resolve(authorization: string | undefined, trace: LookUpTrace): Promise<Caller> {
    if (authorization === undefined) throw new AppError('GATEWAY_CREDENTIAL_MISSING');
    const credential = bearerOf(authorization);
    if (!credential) throw new AppError('GATEWAY_CREDENTIAL_INVALID');
    if (claimsToBeOperator(credential)) return this.operator(credential);
    const held = this.held.get(credential) ?? (await this.lookUp(credential, trace));
    if (!held.credential) throw new AppError(held.refusal ?? 'GATEWAY_CREDENTIAL_INVALID');
    if (held.credential.expiresAtMs <= Date.now()) throw new AppError('GATEWAY_CREDENTIAL_EXPIRED');
    const { caller } = held.credential;
    if (this.parts.endedSessions.include(caller.actor)) throw new AppError('GATEWAY_CREDENTIAL_REVOKED');
    return caller;
  }

  /** Forgets the key of this hash, or everything where the message names none. A look-up under way is not kept either. */
  forget(keyHash: string | null): void {
    this.changed();
    if (keyHash === null) this.held.clear();
    else this.held.delete(this.keys.get(keyHash) ?? '');
  }

  /** Forgets every key and token of a company. */
  forgetCompany(companyId: string): void {
    this.changed();
    for (const [credential, held] of this.held.entries()) {
      if (held.credential?.caller.actor.company_id === companyId) this.held.delete(credential);
    }
  }

  private changed(): void {
    this.changes += 1;
    this.lookUps.clear();
  }

  private hold(credential: string, held: Held): void {
    this.held.set(credential, held);
    if (held.keyHash !== null) this.keys.set(held.keyHash, credential);
  }

  private operator(credential: string): Caller {
    const operator = this.parts.operatorKey.resolve(credential);
    if (!operator) throw new AppError('GATEWAY_CREDENTIAL_INVALID');
    return operator;
  }

  /** One look-up at a time per credential, however many requests wait for it. */
  private lookUp(credential: string, trace: LookUpTrace): Promise<Held> {
    const running = this.lookUps.get(credential);
    if (running !== undefined) return running;
    const changes = this.changes;
    const lookUp = (credential.startsWith('sc_') ? this.resolveKey(credential, trace) : this.verifyToken(credential))
      .then((held) => {
        // Identity may have answered just before the change that was told meanwhile.
        if (changes === this.changes) this.hold(credential, held);
        return held;
      })
      .finally(() => {
        if (this.lookUps.get(credential) === lookUp) this.lookUps.delete(credential);
      });
    this.lookUps.set(credential, lookUp);
    return lookUp;
  }

  private async verifyToken(token: string): Promise<Held> {
    try {
      const credential = await this.parts.accessTokens.verify(token);
      const caller = this.parts.grantedLimits.applyTo(credential.caller);
      return { keyHash: null, credential: { ...credential, caller }, refusal: null };
    } catch (error) {
      if (error instanceof AppError) return { keyHash: null, credential: null, refusal: error.code };
      throw error;
    }
  }

  private async resolveKey(key: string, { address, ...trace }: LookUpTrace): Promise<Held> {
    const parsed = parseApiKey(key);
    if (!parsed) throw new AppError('GATEWAY_CREDENTIAL_INVALID');
    this.parts.unknownKeys.assertMayTry(address);
    const context = await this.parts.tokens.serviceContext(null, 'resolve an API key');
    const deadlineMs = Date.now() + LOOK_UP_MS;
    const found = await this.parts.client.call(ResolveApiKey, { key_hash: parsed.hash }, { ...context, ...trace, deadlineMs });
    const keyHash = parsed.hash;
    if (found.state === 'unknown') await this.parts.unknownKeys.note(address);
    if (found.state !== 'valid') return { keyHash, credential: null, refusal: REFUSALS[found.state] };
    const { actor } = found;
    if (actor.kind !== 'user' && actor.kind !== 'client') return { keyHash, credential: null, refusal: 'GATEWAY_CREDENTIAL_INVALID' };
    const expiresAtMs = found.expires_at === null ? Number.POSITIVE_INFINITY : Date.parse(found.expires_at);
    return { keyHash, credential: { caller: callerOfKey(actor, { ...found, kind: parsed.kind }), expiresAtMs }, refusal: null };
  }
}

/** The credential of an Authorization header, where it is a bearer's. */
export function bearerOf(authorization: string): string | undefined {
  return BEARER.exec(authorization)?.[1];
}

const REFUSALS = {
  expired: 'GATEWAY_CREDENTIAL_EXPIRED',
  revoked: 'GATEWAY_CREDENTIAL_REVOKED',
  unknown: 'GATEWAY_CREDENTIAL_INVALID',
} as const satisfies Record<string, ErrorCode>;
