import { AppError, type ErasedPlace, type ErasureTarget } from '@smartcontent/contracts';
import type { Redis } from 'ioredis';
import type { Cache } from './cache.js';

/** Keys looked at in one round trip. */
const AT_ONCE = 500;
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;

/**
 * Takes away what Redis holds of a company or a person, whichever key it stands under: it looks at every key there is, so that a kind of key
 * that comes later is not forgotten here.
 */
export class KeyEraser {
  constructor(private readonly cache: Cache) {}

  /**
   * `knownIds` are those of people and API clients, whose keys bear their ids and nothing else of their company.
   * @throws AppError PLATFORM_STORE_UNAVAILABLE while Redis is away
   */
  async erase({ companyId, userId }: ErasureTarget, knownIds: readonly string[]): Promise<ErasedPlace> {
    const names = new Set([...knownIds, ...(userId === null ? [companyId] : [])]);
    let erased = 0;
    try {
      let cursor = '0';
      do {
        const [next, keys] = await this.cache.redis.scan(cursor, 'COUNT', AT_ONCE);
        const named = keys.filter((key) => key.match(UUID)?.some((id) => names.has(id.toLowerCase())));
        if (named.length > 0) erased += await this.cache.redis.unlink(...named);
        if (userId === null) erased += await this.#eraseHolders(keys, companyId);
        cursor = next;
      } while (cursor !== '0');
    } catch (cause) {
      throw new AppError('PLATFORM_STORE_UNAVAILABLE', { cause, data: { store: 'redis' } });
    }
    return { place: 'redis', erased, left: 0 };
  }

  /** Entries that name the company go; of counters that several companies share, its own do. */
  async #eraseHolders(keys: readonly string[], companyId: string): Promise<number> {
    const { redis } = this.cache;
    const counts = await Promise.all(keys.map(async (key) => eraseHolder(redis, key, await redis.type(key), companyId)));
    return counts.reduce((total, count) => total + count, 0);
  }
}

async function eraseHolder(redis: Redis, key: string, type: string, companyId: string): Promise<number> {
  if (type === 'string') return (await redis.get(key))?.includes(companyId) ? redis.unlink(key) : 0;
  if (type === 'hash') {
    const fields = (await redis.hkeys(key)).filter((field) => field.includes(companyId));
    return fields.length > 0 ? redis.hdel(key, ...fields) : 0;
  }
  if (type !== 'stream') return 0;
  const entries = (await redis.xrange(key, '-', '+')).filter(([, fields]) => fields.includes(companyId));
  return entries.length > 0 ? redis.xdel(key, ...entries.map(([id]) => id)) : 0;
}
