import type { NatsConnection, Subscription } from '@nats-io/transport-node';
import { AppError, type BrandTerm, type Content, GetCompany, GetContent, ListTerms } from '@smartcontent/contracts';

type Answer = { response: unknown } | { err: unknown };

/** Answers what generation asks of identity and content, over real NATS, from what the test says exists. */
export class PlayedNeighbours {
  guidelines: Record<string, unknown> = {};
  terms: Pick<BrandTerm, 'term' | 'kind' | 'replacement'>[] = [];
  contents: Pick<Content, 'id' | 'user_id'>[] = [];
  readonly #subscriptions: Subscription[];

  constructor(private readonly nats: NatsConnection) {
    const answers = {
      [GetCompany.subject]: () => ({ response: { name: 'Acme', brand_guidelines: this.guidelines } }),
      [ListTerms.subject]: () => ({ response: { items: this.terms, next_cursor: null } }),
      [GetContent.subject]: ({ content_id }: { content_id: string }) => {
        const content = this.contents.find(({ id }) => id === content_id);
        return content ? { response: content } : { err: new AppError('CONTENT_NOT_FOUND').toWire() };
      },
    };
    // As every service: where nobody hears a cancel, callers take it for gone.
    const heard = ['cancel.identity', 'cancel.content'].map((subject) => nats.subscribe(subject, { callback: () => undefined }));
    this.#subscriptions = [...Object.entries(answers).map(([subject, answer]) => this.#answer(subject, answer as never)), ...heard];
  }

  close(): void {
    for (const subscription of this.#subscriptions) subscription.unsubscribe();
  }

  #answer(subject: string, answer: (input: unknown) => Answer): Subscription {
    return this.nats.subscribe(subject, {
      callback: (_error, message) => {
        const { data, id } = JSON.parse(message.string()) as { data: unknown; id: string };
        message.respond(JSON.stringify({ ...answer(data), isDisposed: true, id }));
      },
    });
  }
}
