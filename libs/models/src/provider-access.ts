import type { NatsConnection } from '@nats-io/transport-node';
import { linkOf, onBroadcast, type RequestClient } from '@smartcontent/bus';
import { AppError, OpenProviderKey, ProviderKeyNews, type RequestContext } from '@smartcontent/contracts';
import type { Secrets } from '@smartcontent/secrets';
import { LRUCache } from 'lru-cache';
import { ModelClient } from './model-client.js';

const HELD_MS = 60_000;
const HELD_MAX = 1_000;

export interface ProviderAccessParts {
  readonly connection: NatsConnection;
  readonly requests: RequestClient;
  readonly secrets: Secrets;
  /** The way out: `outgoingFetch` of libs/outgoing. */
  readonly fetch: typeof globalThis.fetch;
}

/**
 * Clients of the providers whose keys a company left with identity. A key is held for 60 seconds at most, each look-up is a line of the
 * company's audit, and what identity says of a key counts at once: a client of a key that was switched off or deleted ends its calls.
 */
export class ProviderAccess implements Disposable {
  readonly #held = new LRUCache<string, ModelClient>({ max: HELD_MAX, ttl: HELD_MS });
  /** By key; it outlives what is held, as a call may. */
  readonly #revocations = new Map<string, AbortController>();
  #changes = 0;
  readonly #endings: (() => void)[];

  constructor(private readonly parts: ProviderAccessParts) {
    const heard = onBroadcast(parts.connection, ProviderKeyNews, ({ company_id, service_name, is_usable }) => {
      this.#forget(nameOf(company_id, service_name), is_usable);
    });
    // What was said while the broker was away nobody heard.
    const unlink = linkOf(parts.connection).onBack(() => this.#forgetAll());
    this.#endings = [() => heard.unsubscribe(), unlink];
  }

  /**
   * The client of a company's provider, for the company of the context.
   * @throws AppError IDENTITY_PROVIDER_KEY_NOT_FOUND, IDENTITY_PROVIDER_KEY_INACTIVE, IDENTITY_PROVIDER_KEY_NO_MODELS; those of a request
   */
  async open(serviceName: string, context: RequestContext): Promise<ModelClient> {
    const companyId = context.actor.company_id;
    if (companyId === null) throw new AppError('PLATFORM_ACTOR_REFUSED');
    const name = nameOf(companyId, serviceName);
    const held = this.#held.get(name);
    if (held) return held;
    const changes = this.#changes;
    const answer = await this.parts.requests.call(OpenProviderKey, { service_name: serviceName }, context);
    // Something was said meanwhile, perhaps of this very key.
    if (changes !== this.#changes) return this.open(serviceName, context);
    const { protocol, base_url: baseUrl } = answer;
    // The public address of a provider is for keys of that provider alone.
    if (!protocol || (baseUrl === null && protocol !== serviceName)) throw new AppError('IDENTITY_PROVIDER_KEY_NO_MODELS');
    const apiKey = this.parts.secrets.open(companyId, answer.sealed);
    const client = new ModelClient({ protocol, baseUrl, apiKey, fetch: this.parts.fetch, revoked: this.#revocationOf(name) });
    this.#held.set(name, client);
    return client;
  }

  [Symbol.dispose](): void {
    for (const end of this.#endings) end();
    this.#held.clear();
  }

  #forget(name: string, isUsable: boolean): void {
    this.#changes += 1;
    this.#held.delete(name);
    if (isUsable) return;
    this.#revocations.get(name)?.abort();
    this.#revocations.delete(name);
  }

  #forgetAll(): void {
    this.#changes += 1;
    this.#held.clear();
  }

  #revocationOf(name: string): AbortSignal {
    const revocation = this.#revocations.get(name) ?? new AbortController();
    this.#revocations.set(name, revocation);
    return revocation.signal;
  }
}

function nameOf(companyId: string, serviceName: string): string {
  return `${companyId} ${serviceName}`;
}
