import type { Redis } from 'ioredis';
import type { Cache } from './cache.js';
import { KEYS, keyOf } from './keys.js';

const TTL_SECONDS = 3_600;

/**
 * Adds counts once per position of the ingest stream. Fields are prefixed by company: the id of a content comes from the
 * sender of an event, so nobody can count on, or read, another company's. KEYS: hash. ARGV: company, epoch, sequence, ttl, name, count, …
 */
const APPLY = `
local function field(name) return ARGV[1] .. ':' .. name end
local epoch = tonumber(redis.call('HGET', KEYS[1], field('epoch')) or '-1')
local sequence = tonumber(redis.call('HGET', KEYS[1], field('sequence')) or '-1')
if epoch > tonumber(ARGV[2]) or (epoch == tonumber(ARGV[2]) and sequence >= tonumber(ARGV[3])) then return 0 end
redis.call('HSET', KEYS[1], field('epoch'), ARGV[2], field('sequence'), ARGV[3])
for i = 5, #ARGV, 2 do redis.call('HINCRBY', KEYS[1], field('count:' .. ARGV[i]), ARGV[i + 1]) end
redis.call('EXPIRE', KEYS[1], ARGV[4])
return 1`;

export interface LiveCount {
  readonly companyId: string;
  readonly contentId: string;
  /** Grows when the broker lost its tail and sequences start again. */
  readonly epoch: number;
  /** Position of the last message that is in the counts; the same or an older one is not counted again. */
  readonly sequence: number;
  /** To add, by name, for example `{ view: 3 }`. */
  readonly counts: Readonly<Record<string, number>>;
}

/** Counters of the last hour per content: `engagement:live:{content_id}`. */
export class LiveCounters {
  constructor(private readonly cache: Cache) {
    cache.redis.defineCommand('liveApply', { numberOfKeys: 1, lua: APPLY });
  }

  /** Adds all counts in one round trip. @returns false where Redis is away or failed; applying again is harmless. */
  async apply(entries: readonly LiveCount[]): Promise<boolean> {
    if (this.cache.redis.status !== 'ready') return false;
    try {
      const pipeline = this.cache.redis.pipeline() as LivePipeline;
      for (const entry of entries) {
        const counts = Object.entries(entry.counts).flat();
        pipeline.liveApply(counterOf(entry.contentId), entry.companyId, entry.epoch, entry.sequence, TTL_SECONDS, ...counts);
      }
      const answers = (await pipeline.exec()) ?? [];
      return answers.every(([error]) => !error);
    } catch {
      return false;
    }
  }

  /** The counts of one content; `undefined` while Redis is away. */
  async read(companyId: string, contentId: string): Promise<Record<string, number> | undefined> {
    if (this.cache.redis.status !== 'ready') return undefined;
    const prefix = `${companyId}:count:`;
    try {
      const fields = Object.entries(await this.cache.redis.hgetall(counterOf(contentId)));
      const own = fields.filter(([field]) => field.startsWith(prefix));
      return Object.fromEntries(own.map(([field, count]) => [field.slice(prefix.length), Number(count)]));
    } catch {
      return undefined;
    }
  }
}

const counterOf = (content_id: string): string => keyOf(KEYS.liveCounters, { content_id });

type LivePipeline = ReturnType<Redis['pipeline']> & { liveApply(key: string, ...args: (string | number)[]): void };
