import type { Redis } from 'ioredis';
import { KEYS, keyOf } from './keys.js';
import { openCommandConnection, openSubscriberConnection, waitUntilReady } from './redis-connection.js';
import { traceCommands } from './trace-commands.js';

const START_TIMEOUT_MS = 1_000;
/** How long an invalidation outlives its entry: longer than any load that may still be under way with the older row. */
const INVALIDATION_SECONDS = 60;

/** Refuses a version older than the last invalidation, and never replaces a newer entry. KEYS: entry, floor. ARGV: version, text, ttl. */
const FILL = `
local floor = redis.call('GET', KEYS[2])
if floor and tonumber(floor) > tonumber(ARGV[1]) then return 0 end
local held = redis.call('GET', KEYS[1])
if held and tonumber(string.match(held, '^%d+')) > tonumber(ARGV[1]) then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3])
return 1`;

/** Leaves an entry that is already as new (the event that follows a write finds the refilled entry). KEYS: entry, floor. ARGV: version, seconds. */
const INVALIDATE = `
local floor = redis.call('GET', KEYS[2])
if not floor or tonumber(floor) < tonumber(ARGV[1]) then redis.call('SET', KEYS[2], ARGV[1], 'EX', ARGV[2]) end
local held = redis.call('GET', KEYS[1])
if held and tonumber(string.match(held, '^%d+')) < tonumber(ARGV[1]) then redis.call('DEL', KEYS[1]) end
return 1`;

export interface ReadThrough<T> {
  /** The Redis key, for example `content:cache:<id>`. */
  readonly key: string;
  /** An entry of another company counts as absent. */
  readonly companyId: string;
  readonly ttlSeconds: number;
  /** Reads the source; `undefined` is not cached. `version` only ever grows for one key. */
  readonly load: () => Promise<{ value: T; version: number } | undefined>;
}

export interface ReadManyThrough<T> extends Pick<ReadThrough<T>, 'companyId' | 'ttlSeconds'> {
  readonly keys: readonly string[];
  /** Reads what was not found, all of it at once; a key that it leaves out is not cached. */
  readonly load: (keys: readonly string[]) => Promise<ReadonlyMap<string, { value: T; version: number }>>;
}

/**
 * Cache-aside over Redis. While Redis is away every read goes to its source and every write says so: nothing here throws
 * because of Redis.
 */
export class Cache {
  private readonly loads = new Map<string, { companyId: string; value: Promise<unknown> }>();
  private readonly subscribers: Redis[] = [];

  private constructor(
    /** For the other classes of this library. */
    readonly redis: Redis,
    private readonly url: string,
  ) {
    redis.defineCommand('cacheFill', { numberOfKeys: 2, lua: FILL });
    redis.defineCommand('cacheInvalidate', { numberOfKeys: 2, lua: INVALIDATE });
  }

  /** Connects to `redis://…`; returns after a second at the latest, connected or not. */
  static async open(url: string): Promise<Cache> {
    const redis = openCommandConnection(url);
    await waitUntilReady(redis, START_TIMEOUT_MS);
    return new Cache(traceCommands(redis), url);
  }

  /** The entry, or what `load` returns. Callers of this process that miss the same key together share one load; errors of `load` pass through. */
  async readThrough<T>(read: ReadThrough<T>): Promise<T | undefined> {
    const held = await this.get(read.key, read.companyId);
    if (held !== undefined) return held as T;
    const running = this.loads.get(read.key);
    if (running?.companyId === read.companyId) return running.value as Promise<T | undefined>;
    const load = { companyId: read.companyId, value: this.fill(read) };
    this.loads.set(read.key, load);
    try {
      return await load.value;
    } finally {
      if (this.loads.get(read.key) === load) this.loads.delete(read.key);
    }
  }

  /** The entries of several keys, or what `load` returns of those that are missing: two round trips at most, however many there are. */
  async readManyThrough<T>({ keys, companyId, ttlSeconds, load }: ReadManyThrough<T>): Promise<Map<string, T>> {
    if (keys.length === 0) return new Map();
    const texts = (await this.run((redis) => redis.mget(...keys))) ?? [];
    const found = new Map<string, T>();
    for (const [place, key] of keys.entries()) {
      const value = heldIn(texts[place] ?? null, companyId);
      if (value !== undefined) found.set(key, value as T);
    }
    const missing = keys.filter((key) => !found.has(key));
    if (missing.length === 0) return found;
    const loaded = await load(missing);
    await this.run((redis) =>
      Promise.all(
        [...loaded].map(([key, entry]) => redis.cacheFill(key, floorOf(key), entry.version, textOf(companyId, entry), ttlSeconds)),
      ),
    );
    for (const [key, { value }] of loaded) found.set(key, value);
    return found;
  }

  /**
   * Drops an entry older than `version` and refuses fills older than it for a minute. Called after the commit, and again
   * by the handler of the event. @returns false where Redis did not take it; the event's handler then fails and is retried.
   */
  async invalidate(key: string, version: number): Promise<boolean> {
    // Who asks from now on must not join a load that began before the write.
    this.loads.delete(key);
    return (await this.run((redis) => redis.cacheInvalidate(key, floorOf(key), version, INVALIDATION_SECONDS))) !== undefined;
  }

  /**
   * Writes a value under a key that is free, for so many seconds.
   * @returns the value that stood there already; undefined where the key was free, or while Redis is away.
   */
  async claim(key: string, value: string, ttlSeconds: number): Promise<string | undefined> {
    return (await this.run((redis) => redis.call('SET', key, value, 'EX', ttlSeconds, 'NX', 'GET') as Promise<string | null>)) ?? undefined;
  }

  /** Whether Redis answers now. */
  async isReady(): Promise<boolean> {
    return (await this.run((redis) => redis.ping())) === 'PONG';
  }

  /** A connection for subscriptions, closed with the cache; for the other classes of this library. */
  openSubscriber(): Redis {
    const subscriber = openSubscriberConnection(this.url);
    this.subscribers.push(subscriber);
    return subscriber;
  }

  async close(): Promise<void> {
    for (const connection of [this.redis, ...this.subscribers]) connection.disconnect();
  }

  private async get(key: string, companyId: string): Promise<unknown> {
    return heldIn((await this.run((redis) => redis.get(key))) ?? null, companyId);
  }

  private async fill<T>(read: ReadThrough<T>): Promise<T | undefined> {
    const loaded = await read.load();
    if (!loaded) return undefined;
    const text = textOf(read.companyId, loaded);
    await this.run((redis) => redis.cacheFill(read.key, floorOf(read.key), loaded.version, text, read.ttlSeconds));
    return loaded.value;
  }

  /** Fails open: `undefined` instead of an error of Redis. */
  private async run<T>(command: (redis: CacheRedis) => Promise<T>): Promise<T | undefined> {
    if (this.redis.status !== 'ready') return undefined;
    try {
      return await command(this.redis as CacheRedis);
    } catch {
      return undefined;
    }
  }
}

/** `<version> <company> <JSON>`: the scripts read the version, the process the company, without parsing the value. */
function textOf(companyId: string, { value, version }: { readonly value: unknown; readonly version: number }): string {
  return `${version} ${companyId} ${JSON.stringify(value)}`;
}

function heldIn(text: string | null, companyId: string): unknown {
  if (text === null) return undefined;
  const owner = text.indexOf(' ') + 1;
  const json = owner + companyId.length;
  return text.startsWith(`${companyId} `, owner) ? JSON.parse(text.slice(json)) : undefined;
}

const floorOf = (key: string): string => keyOf(KEYS.invalidated, { entry: key });

type CacheRedis = Redis & {
  cacheFill(key: string, floor: string, version: number, text: string, ttlSeconds: number): Promise<number>;
  cacheInvalidate(key: string, floor: string, version: number, seconds: number): Promise<number>;
};
