import type { Msg, NatsConnection, Subscription } from '@nats-io/transport-node';
import { AppError, type IndexedContent, PageForIndex, ReadForIndex } from '@smartcontent/contracts';
import { newId } from '@smartcontent/database';

interface Played extends IndexedContent {
  readonly company_id: string;
}

interface Message {
  readonly data: { content_ids: string[]; after: { company_id: string; content_id: string } | null; limit: number };
  readonly id: string;
}

/** Answers what embeddings asks of content, over real NATS, from what the test says exists. */
export class PlayedContent {
  /** How many contents each request asked for. */
  readonly asked: number[] = [];
  /** So many are answered at once; the others are left. */
  atOnce = 100;
  isAway = false;
  /** Called when a text was read, before it is answered. */
  onRead: (content: IndexedContent) => Promise<unknown> = async () => undefined;
  readonly #contents = new Map<string, Played>();
  readonly #subscriptions: Subscription[];

  constructor(nats: NatsConnection) {
    const respond = async (message: Msg, work: (data: Message['data']) => Promise<unknown>) => {
      const { data, id } = JSON.parse(message.string()) as Message;
      const answered = this.isAway ? { err: new AppError('PLATFORM_STORE_UNAVAILABLE').toWire() } : { response: await work(data) };
      message.respond(JSON.stringify({ ...answered, isDisposed: true, id }));
    };
    const answer = (subject: string, work: (data: Message['data']) => Promise<unknown>) =>
      nats.subscribe(subject, { callback: (_error, message) => void respond(message, work) });
    this.#subscriptions = [
      answer(ReadForIndex.subject, ({ content_ids }) => this.#read(content_ids)),
      answer(PageForIndex.subject, ({ after, limit }) => this.#page(after, limit)),
      // As every service: where nobody does, callers take it for gone.
      nats.subscribe('cancel.content', { callback: () => undefined }),
    ];
  }

  /** A content that is there from now on, or says something else from now on. */
  set(companyId: string, overrides: Partial<IndexedContent> = {}): IndexedContent {
    const { id = newId() } = overrides;
    const known = this.#contents.get(id);
    const content = { ...ReadForIndex.example.output.items[0], ...known, id, company_id: companyId, ...overrides } as Played;
    this.#contents.set(id, content);
    return content;
  }

  delete(id: string): void {
    this.#contents.delete(id);
  }

  close(): void {
    for (const subscription of this.#subscriptions) subscription.unsubscribe();
  }

  async #read(ids: readonly string[]) {
    this.asked.push(ids.length);
    const items = ids.flatMap((id) => this.#contents.get(id) ?? []).slice(0, this.atOnce);
    const read = new Set(items.map(({ id }) => id));
    for (const content of items) await this.onRead(content);
    return { items, left: ids.filter((id) => this.#contents.has(id) && !read.has(id)) };
  }

  async #page(after: Message['data']['after'], limit: number) {
    const keyOf = ({ company_id, id }: { company_id: string; id: string }) => `${company_id} ${id}`;
    const all = [...this.#contents.values()].toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
    const rest = after ? all.filter((content) => keyOf(content) > keyOf({ company_id: after.company_id, id: after.content_id })) : all;
    return { items: rest.slice(0, limit).map(({ company_id, id, revision }) => ({ company_id, content_id: id, revision })) };
  }
}
