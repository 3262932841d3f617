import type { Redis } from 'ioredis';
import type { Cache } from './cache.js';

const STREAM_ID = /^\d{1,20}-\d{1,20}$/;
/** Read at once: a long stream is never held in memory as a whole. */
const PAGE = 100;

/** What a promise says is waited for before the next one is told: so one who reads slowly is told slowly. */
export type Listener<E> = (entry: E) => unknown;

/** Where the entries of one kind of capped stream stand, and where it is said that there are more. */
export interface StreamPlaces {
  readonly streamOf: (id: string) => string;
  readonly channelOf: (id: string) => string;
  /** Whether a message of its channel is about the stream of this id; a channel may be that of many. */
  readonly isAbout: (message: string, id: string) => boolean;
}

interface Placed<E> {
  readonly companyId: string;
  readonly entry: E;
}

interface Subscription<E> {
  readonly id: string;
  readonly companyId: string;
  readonly listener: Listener<E>;
  /** What was delivered last; `null` until the position "now" is known. */
  lastId: string | null;
  isReading: boolean;
  isStale: boolean;
}

/**
 * Reads capped streams whose entries are `company_id <id> <name> <JSON>`: from a place on, then what comes. Messages of the channel only say
 * that there is more to read, so order and "each once" come from the stream alone.
 */
export class StreamReader<E extends { readonly id: string }> {
  private readonly subscriptions = new Set<Subscription<E>>();
  private subscriber: Redis | null = null;

  constructor(
    private readonly cache: Cache,
    private readonly places: StreamPlaces,
  ) {}

  /** What came after `afterId`, oldest first; nothing for an id that no stream gives, or while Redis is away. */
  async read(id: string, companyId: string, afterId: string): Promise<E[]> {
    if (!STREAM_ID.test(afterId)) return [];
    const entries: E[] = [];
    for await (const page of this.pagesAfter(id, afterId)) {
      for (const placed of page) if (placed.companyId === companyId) entries.push(placed.entry);
    }
    return entries;
  }

  /** The one of this very id; null where there is none any more. */
  async at(id: string, companyId: string, entryId: string): Promise<E | null> {
    const [found] = STREAM_ID.test(entryId) ? await this.range(id, entryId, entryId) : [];
    return found?.companyId === companyId ? found.entry : null;
  }

  /**
   * Calls `listener` with everything after `afterId` (or from now on), in order, each once; what was published while Redis
   * could not be heard follows when it is back. The returned function ends it.
   */
  async subscribe(id: string, companyId: string, listener: Listener<E>, afterId: string | null = null): Promise<() => void> {
    const lastId = afterId && STREAM_ID.test(afterId) ? afterId : null;
    const subscription: Subscription<E> = { id, companyId, listener, lastId, isReading: false, isStale: false };
    await this.catchUp(subscription);
    this.subscriptions.add(subscription);
    const subscriber = this.openSubscriber();
    const channel = this.places.channelOf(id);
    // Waits inside the connection while Redis is away, so it is not awaited; what comes before it took effect is read after it.
    subscriber.subscribe(channel).then(
      () => this.catchUp(subscription),
      () => undefined,
    );
    return () => {
      this.subscriptions.delete(subscription);
      const isLast = ![...this.subscriptions].some((other) => this.places.channelOf(other.id) === channel);
      if (isLast) subscriber.unsubscribe(channel).catch(() => undefined);
    };
  }

  private openSubscriber(): Redis {
    if (this.subscriber) return this.subscriber;
    const subscriber = this.cache.openSubscriber();
    subscriber.on('message', (channel: string, message: string) => {
      for (const subscription of this.subscriptions) {
        const { id } = subscription;
        if (this.places.channelOf(id) === channel && this.places.isAbout(message, id)) void this.catchUp(subscription);
      }
    });
    subscriber.on('ready', this.catchUpAll);
    // The two connections come back in either order; whichever is the later one reads what was missed.
    this.cache.redis.on('ready', this.catchUpAll);
    this.subscriber = subscriber;
    return subscriber;
  }

  private readonly catchUpAll = (): void => {
    const channels = [...new Set([...this.subscriptions].map((subscription) => this.places.channelOf(subscription.id)))];
    if (channels.length === 0) return;
    const read = () => this.subscriptions.forEach((subscription) => void this.catchUp(subscription));
    this.subscriber?.subscribe(...channels).then(read, () => undefined);
  };

  /** One reader at a time per subscription; a nudge that comes meanwhile makes it read once more. */
  private async catchUp(subscription: Subscription<E>): Promise<void> {
    subscription.isStale = true;
    if (subscription.isReading) return;
    subscription.isReading = true;
    while (subscription.isStale) {
      subscription.isStale = false;
      await this.deliverNew(subscription);
    }
    subscription.isReading = false;
  }

  private async deliverNew(subscription: Subscription<E>): Promise<void> {
    subscription.lastId ??= await this.newestId(subscription.id);
    if (subscription.lastId === null) return;
    for await (const page of this.pagesAfter(subscription.id, subscription.lastId)) {
      for (const { companyId, entry } of page) {
        subscription.lastId = entry.id;
        if (companyId === subscription.companyId) await subscription.listener(entry);
      }
    }
  }

  /** `0-0` where the stream is empty, `null` while Redis is away. */
  private async newestId(id: string): Promise<string | null> {
    if (this.cache.redis.status !== 'ready') return null;
    const newest = await this.cache.redis.xrevrange(this.places.streamOf(id), '+', '-', 'COUNT', 1).catch(() => null);
    return newest && (newest[0]?.[0] ?? '0-0');
  }

  private async *pagesAfter(id: string, afterId: string): AsyncGenerator<Placed<E>[]> {
    for (let after = afterId; ; ) {
      const page = await this.range(id, `(${after}`, '+');
      if (page.length > 0) yield page;
      const last = page.at(-1);
      if (!last || page.length < PAGE) return;
      after = last.entry.id;
    }
  }

  private async range(id: string, from: string, to: string): Promise<Placed<E>[]> {
    if (this.cache.redis.status !== 'ready') return [];
    const entries = await this.cache.redis.xrange(this.places.streamOf(id), from, to, 'COUNT', PAGE).catch(() => []);
    return entries.map(([entryId, fields]) => ({
      companyId: fields[1] ?? '',
      entry: { id: entryId, ...JSON.parse(fields[3] ?? '{}') } as E,
    }));
  }
}
