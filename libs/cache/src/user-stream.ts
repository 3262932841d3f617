import { AppError, type Notification } from '@smartcontent/contracts';
import type { Redis } from 'ioredis';
import type { Cache } from './cache.js';
import { KEYS, keyOf } from './keys.js';
import { type Listener, StreamReader } from './stream-reader.js';

const KEPT_PER_USER = 1_000;
const KEPT_SECONDS = 7 * 86_400;
/** Longer than an event is retried for. */
const SEEN_SECONDS = 86_400;

/** One event appends once. KEYS: stream, seen marker. ARGV: company, JSON, channel, kept, kept seconds, seen seconds. */
const PUBLISH = `
if not redis.call('SET', KEYS[2], '1', 'NX', 'EX', ARGV[6]) then return 0 end
local id = redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[4], '*', 'company_id', ARGV[1], 'notification', ARGV[2])
redis.call('EXPIRE', KEYS[1], ARGV[5])
redis.call('PUBLISH', ARGV[3], cjson.encode({ id = id, company_id = ARGV[1] }))
return 1`;

/**
 * What a user is told: a capped stream `notifications:{user_id}` to resume from, and `channel:notifications:{user_id}`,
 * whose messages only say that there is more to read. So order and "each once" come from the stream alone.
 */
export class UserStream {
  private readonly reader: StreamReader<Notification>;

  constructor(private readonly cache: Cache) {
    cache.redis.defineCommand('userPublish', { numberOfKeys: 2, lua: PUBLISH });
    this.reader = new StreamReader(cache, { streamOf, channelOf, isAbout: () => true });
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
  read(userId: string, companyId: string, afterId: string): Promise<Notification[]> {
    return this.reader.read(userId, companyId, afterId);
  }

  /**
   * Calls `listener` with everything after `afterId` (or from now on), in order, each once; what was published while Redis
   * could not be heard follows when it is back. The returned function ends it.
   */
  subscribe(userId: string, companyId: string, listener: Listener<Notification>, afterId: string | null = null): Promise<() => void> {
    return this.reader.subscribe(userId, companyId, listener, afterId);
  }
}

const streamOf = (user_id: string): string => keyOf(KEYS.notifications, { user_id });
const channelOf = (user_id: string): string => keyOf(KEYS.notificationsChannel, { user_id });

type PublishRedis = Redis & { userPublish(stream: string, seen: string, ...args: (string | number)[]): Promise<number> };
