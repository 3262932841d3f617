import { AppError, type Notification } from '@smartcontent/contracts';
import type { Redis } from 'ioredis';
import type { Cache } from './cache.js';
import { KEYS, keyOf } from './keys.js';

const KEPT_PER_USER = 1_000;
const KEPT_SECONDS = 7 * 86_400;
/** Longer than an event is retried for. */
const SEEN_SECONDS = 86_400;
const STREAM_ID = /^\d{1,20}-\d{1,20}$/;

/** One event appends once. KEYS: stream, seen marker. ARGV: company, JSON, channel, kept, kept seconds, seen seconds. */
const PUBLISH = `
if not redis.call('SET', KEYS[2], '1', 'NX', 'EX', ARGV[6]) then return 0 end
local id = redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[4], '*', 'company_id', ARGV[1], 'notification', ARGV[2])
redis.call('EXPIRE', KEYS[1], ARGV[5])
redis.call('PUBLISH', ARGV[3], cjson.encode({ id = id, company_id = ARGV[1] }))
return 1`;

type Listener = (notification: Notification) => void;

interface Subscription {
  readonly userId: string;
  readonly companyId: string;
  readonly listener: Listener;
  /** What was delivered last; `null` until the position "now" is known. */
  lastId: string | null;
  isReading: boolean;
  isStale: boolean;
}

/**
 * What a user is told: a capped stream `notifications:{user_id}` to resume from, and `channel:notifications:{user_id}`,
 * whose messages only say that there is more to read. So order and "each once" come from the stream alone.
 */
export class UserStream {
  private readonly subscriptions = new Set<Subscription>();
  private subscriber: Redis | null = null;

  constructor(private readonly cache: Cache) {
    cache.redis.defineCommand('userPublish', { numberOfKeys: 2, lua: PUBLISH });
  }

  /**
   * Appends once per `eventId` and tells those who listen.
   * @throws AppError PLATFORM_STORE_UNAVAILABLE while Redis is away: an event's handler is retried then.
   */
  async publish(userId: string, companyId: string, notification: Omit<Notification, 'id'>, eventId: string): Promise<void> {
    const stream = streamOf(userId);
    const limits = [KEPT_PER_USER, KEPT_SECONDS, SEEN_SECONDS];
    try {
      const redis = this.cache.redis as PublishRedis;
      await redis.userPublish(
        stream,
        keyOf(KEYS.notified, { user_id: userId, event_id: eventId }),
        companyId,
        JSON.stringify(notification),
        channelOf(userId),
        ...limits,
      );
    } catch (cause) {
      throw new AppError('PLATFORM_STORE_UNAVAILABLE', { cause });
    }
  }

  /** What came after `afterId`, oldest first; nothing for an id that no stream gives, or while Redis is away. */
  async read(userId: string, companyId: string, afterId: string): Promise<Notification[]> {
    const entries = STREAM_ID.test(afterId) ? await this.entriesAfter(userId, afterId) : [];
    return entries.filter((entry) => entry.companyId === companyId).map((entry) => entry.notification);
  }

  /**
   * Calls `listener` with everything after `afterId` (or from now on), in order, each once; what was published while Redis
   * could not be heard follows when it is back. The returned function ends it.
   */
  async subscribe(userId: string, companyId: string, listener: Listener, afterId: string | null = null): Promise<() => void> {
    const lastId = afterId && STREAM_ID.test(afterId) ? afterId : null;
    const subscription: Subscription = { userId, companyId, listener, lastId, isReading: false, isStale: false };
    await this.catchUp(subscription);
    this.subscriptions.add(subscription);
    const subscriber = this.openSubscriber();
    const channel = channelOf(userId);
    // Waits inside the connection while Redis is away, so it is not awaited; what comes before it took effect is read after it.
    subscriber.subscribe(channel).then(
      () => this.catchUp(subscription),
      () => undefined,
    );
    return () => {
      this.subscriptions.delete(subscription);
      const isLast = ![...this.subscriptions].some((other) => other.userId === userId);
      if (isLast) subscriber.unsubscribe(channel).catch(() => undefined);
    };
  }

  private openSubscriber(): Redis {
    if (this.subscriber) return this.subscriber;
    const subscriber = this.cache.openSubscriber();
    subscriber.on('message', (channel: string) => {
      for (const subscription of this.subscriptions) if (channelOf(subscription.userId) === channel) void this.catchUp(subscription);
    });
    subscriber.on('ready', this.catchUpAll);
    // The two connections come back in either order; whichever is the later one reads what was missed.
    this.cache.redis.on('ready', this.catchUpAll);
    this.subscriber = subscriber;
    return subscriber;
  }

  private readonly catchUpAll = (): void => {
    const channels = [...new Set([...this.subscriptions].map((subscription) => channelOf(subscription.userId)))];
    if (channels.length === 0) return;
    const read = () => this.subscriptions.forEach((subscription) => void this.catchUp(subscription));
    this.subscriber?.subscribe(...channels).then(read, () => undefined);
  };

  /** One reader at a time per subscription; a nudge that comes meanwhile makes it read once more. */
  private async catchUp(subscription: Subscription): Promise<void> {
    subscription.isStale = true;
    if (subscription.isReading) return;
    subscription.isReading = true;
    while (subscription.isStale) {
      subscription.isStale = false;
      await this.deliverNew(subscription);
    }
    subscription.isReading = false;
  }

  private async deliverNew(subscription: Subscription): Promise<void> {
    subscription.lastId ??= await this.newestId(subscription.userId);
    if (subscription.lastId === null) return;
    for (const { companyId, notification } of await this.entriesAfter(subscription.userId, subscription.lastId)) {
      subscription.lastId = notification.id;
      if (companyId === subscription.companyId) subscription.listener(notification);
    }
  }

  /** `0-0` where the stream is empty, `null` while Redis is away. */
  private async newestId(userId: string): Promise<string | null> {
    if (this.cache.redis.status !== 'ready') return null;
    const newest = await this.cache.redis.xrevrange(streamOf(userId), '+', '-', 'COUNT', 1).catch(() => null);
    return newest && (newest[0]?.[0] ?? '0-0');
  }

  private async entriesAfter(userId: string, afterId: string): Promise<{ companyId: string; notification: Notification }[]> {
    if (this.cache.redis.status !== 'ready') return [];
    const entries = await this.cache.redis.xrange(streamOf(userId), `(${afterId}`, '+').catch(() => []);
    return entries.map(([id, fields]) => ({
      companyId: fields[1] ?? '',
      notification: { id, ...(JSON.parse(fields[3] ?? '{}') as Omit<Notification, 'id'>) },
    }));
  }
}

const streamOf = (user_id: string): string => keyOf(KEYS.notifications, { user_id });
const channelOf = (user_id: string): string => keyOf(KEYS.notificationsChannel, { user_id });

type PublishRedis = Redis & { userPublish(stream: string, seen: string, ...args: (string | number)[]): Promise<number> };
