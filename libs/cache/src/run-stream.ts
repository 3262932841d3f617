import type { GenerationNews } from '@smartcontent/contracts';
import type { Redis } from 'ioredis';
import type { Cache } from './cache.js';
import { KEYS, keyOf } from './keys.js';
import { type Listener, StreamReader } from './stream-reader.js';

const KEPT_PER_RUN = 2_000;
const KEPT_SECONDS = 3_600;

/** KEYS: stream. ARGV: company, JSON, channel, message, kept, kept seconds. */
const PUBLISH = `
local id = redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[5], '*', 'company_id', ARGV[1], 'news', ARGV[2])
redis.call('EXPIRE', KEYS[1], ARGV[6])
redis.call('PUBLISH', ARGV[3], ARGV[4])
return id`;

/**
 * How a run goes: a capped stream `generation:progress:{generation_id}` to resume from, and `channel:content:generation:status`, which says of
 * every run what it has come to.
 */
export class RunStream {
  private readonly reader: StreamReader<GenerationNews>;

  constructor(private readonly cache: Cache) {
    cache.redis.defineCommand('runPublish', { numberOfKeys: 1, lua: PUBLISH });
    this.reader = new StreamReader(cache, { streamOf, channelOf: () => CHANNEL, isAbout });
  }

  /** False where Redis did not take it: progress is told, never kept, and nothing waits for it. */
  async publish(companyId: string, news: Omit<GenerationNews, 'id'>): Promise<boolean> {
    if (this.cache.redis.status !== 'ready') return false;
    const { generation_id, text: _, ...said } = news.data;
    const message = JSON.stringify({ company_id: companyId, generation_id, type: news.type, time: news.time, ...said });
    const redis = this.cache.redis as PublishRedis;
    const stream = streamOf(generation_id);
    return redis.runPublish(stream, companyId, JSON.stringify(news), CHANNEL, message, KEPT_PER_RUN, KEPT_SECONDS).then(
      () => true,
      () => false,
    );
  }

  /** What was told under this id; null where it is not kept any more. */
  at(runId: string, companyId: string, id: string): Promise<GenerationNews | null> {
    return this.reader.at(runId, companyId, id);
  }

  /**
   * Calls `listener` with everything after `afterId` (the beginning unless told), in order, each once. The returned function ends it.
   */
  subscribe(runId: string, companyId: string, listener: Listener<GenerationNews>, afterId: string | null = null): Promise<() => void> {
    return this.reader.subscribe(runId, companyId, listener, afterId ?? '0-0');
  }
}

const CHANNEL = keyOf(KEYS.generationStatus, {});
const streamOf = (generation_id: string): string => keyOf(KEYS.generationProgress, { generation_id: generation_id.toLowerCase() });

/** Every replica hears of every run: looked for in the text, since most are nobody's here. */
function isAbout(message: string, runId: string): boolean {
  return message.includes(runId.toLowerCase());
}

type PublishRedis = Redis & { runPublish(stream: string, ...args: (string | number)[]): Promise<string> };
