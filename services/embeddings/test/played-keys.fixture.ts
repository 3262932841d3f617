import type { NatsConnection, Subscription } from '@nats-io/transport-node';
import { AppError, type ErrorCode, OpenProviderKey, type OutputOf, ProviderKeyNews } from '@smartcontent/contracts';
import { Secrets } from '@smartcontent/secrets';
import type { Stack } from '@smartcontent/testing';

/** Opens keys as identity does, over real NATS, for the one company of a test. */
export class PlayedKeys {
  readonly #keys = new Map<string, OutputOf<typeof OpenProviderKey> | ErrorCode>();
  readonly #subscriptions: Subscription[];
  readonly #nats: NatsConnection;
  readonly #secrets: Secrets;

  constructor(stack: Stack) {
    this.#nats = stack.nats;
    this.#secrets = Secrets.fromMasterKey(stack.addresses.masterKey);
    this.#subscriptions = [
      stack.nats.subscribe(OpenProviderKey.subject, {
        callback: (_error, message) => {
          const { data, id } = JSON.parse(message.string()) as { data: { service_name: string }; id: string };
          const found = this.#keys.get(data.service_name) ?? 'IDENTITY_PROVIDER_KEY_NOT_FOUND';
          const answer = typeof found === 'string' ? { err: new AppError(found).toWire() } : { response: found };
          message.respond(JSON.stringify({ ...answer, isDisposed: true, id }));
        },
      }),
      stack.nats.subscribe('cancel.identity', { callback: () => undefined }),
    ];
  }

  store(companyId: string, name: string, protocol: 'anthropic' | 'openai', base_url: string): void {
    const sealed = this.#secrets.seal(companyId, 'sk-played-0123456789abcdef');
    this.#keys.set(name, { sealed, protocol, base_url, rotated_at: null });
  }

  /** As identity tells of it. */
  switchOff(companyId: string, name: string): void {
    this.#keys.set(name, 'IDENTITY_PROVIDER_KEY_INACTIVE');
    const news = { company_id: companyId, service_name: name, is_usable: false };
    this.#nats.publish(ProviderKeyNews.subject, JSON.stringify(news));
  }

  close(): void {
    for (const subscription of this.#subscriptions) subscription.unsubscribe();
  }
}
