import type { NatsConnection, Subscription } from '@nats-io/transport-node';
import { AppError, type GetVersion, type OutputOf, type Version, versionHash } from '@smartcontent/contracts';
import { newId } from '@smartcontent/database';

type Answer = OutputOf<typeof GetVersion>;

/** Answers scheduling's one request to content, over real NATS, from what the test says exists. */
export class PlayedContent {
  /** Headers of the request that came last. */
  lastHeaders: ReadonlyMap<string, string> = new Map();
  readonly #versions = new Map<string, Answer>();
  readonly #subscriptions: Subscription[];

  constructor(nats: NatsConnection) {
    const answers = nats.subscribe('rpc.content.version.get.v1', {
      callback: (_error, message) => {
        const { data, id } = JSON.parse(message.string()) as { data: { version_id: string }; id: string };
        this.lastHeaders = new Map([...(message.headers ?? [])].map(([name, [value = '']]) => [name, value]));
        const version = this.#versions.get(data.version_id);
        const answer = version ? { response: version } : { err: new AppError('CONTENT_VERSION_NOT_FOUND').toWire() };
        message.respond(JSON.stringify({ ...answer, isDisposed: true, id }));
      },
    });
    // As every service: where nobody does, callers take it for gone.
    this.#subscriptions = [answers, nats.subscribe('cancel.content', { callback: () => undefined })];
  }

  /** A version that content would answer with; approved unless told, with the hash of its own words unless told. */
  add(overrides: Partial<Version> = {}): Version {
    const words = {
      title: 'Hello',
      content_text: 'A text worth publishing.',
      content_type: 'blog_post' as const,
      platform: null,
      metadata: {},
      ...overrides,
    };
    const version: Version = {
      id: newId(),
      content_id: newId(),
      number: 1,
      hash: versionHash(words),
      created_by: newId(),
      created_at: new Date().toISOString(),
      approved_by: newId(),
      approved_at: new Date().toISOString(),
      ...words,
      ...overrides,
    };
    this.#versions.set(version.id, version);
    return version;
  }

  replace(version: Version): void {
    this.#versions.set(version.id, version);
  }

  forget(version: Version): void {
    this.#versions.delete(version.id);
  }

  close(): void {
    for (const subscription of this.#subscriptions) subscription.unsubscribe();
  }
}
