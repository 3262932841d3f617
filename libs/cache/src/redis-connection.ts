import { Redis, type RedisOptions } from 'ioredis';

/** A command that takes longer counts as failed: a cache that is slower than its source is no cache. */
const COMMAND_TIMEOUT_MS = 500;
const CONNECT_TIMEOUT_MS = 1_000;
const RECONNECT_DELAY_MAX_MS = 500;

const base: RedisOptions = {
  connectTimeout: CONNECT_TIMEOUT_MS,
  retryStrategy: (attempt) => Math.min(attempt * 50, RECONNECT_DELAY_MAX_MS),
  lazyConnect: true,
};

/** For commands: while Redis is away they fail at once instead of queueing up, and none is sent a second time. */
export function openCommandConnection(url: string): Redis {
  return silence(
    new Redis(url, {
      ...base,
      commandTimeout: COMMAND_TIMEOUT_MS,
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      autoResendUnfulfilledCommands: false,
      enableAutoPipelining: true,
    }),
  );
}

/** For subscriptions: they wait for Redis; who holds them makes them again after a reconnect. */
export function openSubscriberConnection(url: string): Redis {
  return silence(new Redis(url, { ...base, maxRetriesPerRequest: null, autoResubscribe: false }));
}

/** Resolves when Redis answers, or after `timeoutMs`, so that a service starts without it too. */
export async function waitUntilReady(redis: Redis, timeoutMs: number): Promise<void> {
  redis.connect().catch(() => undefined);
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, timeoutMs);
  redis.once('ready', resolve);
  await promise;
  clearTimeout(timer);
  redis.off('ready', resolve);
}

/** Without a listener ioredis prints each failed reconnect; readiness tells it already. */
function silence(redis: Redis): Redis {
  redis.on('error', () => undefined);
  return redis;
}
