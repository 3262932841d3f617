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
    const holder = userId === null ? companyId : undefined;
    try {
      const erased = await this.#scan(names, holder, ERASE);
      // Somebody may have written meanwhile.
      return { place: 'redis', erased, left: erased > 0 ? await this.#scan(names, holder, COUNT) : 0 };
    } catch (cause) {
      throw new AppError('PLATFORM_STORE_UNAVAILABLE', { cause, data: { store: 'redis' } });
    }
  }

  /** Keys that bear one of the names; of a company also entries that name it, and its own ones of counters that several companies share. */
  async #scan(names: ReadonlySet<string>, companyId: string | undefined, take: Take): Promise<number> {
    const { redis } = this.cache;
    let total = 0;
    let cursor = '0';
    do {
      const [next, keys] = await redis.scan(cursor, 'COUNT', AT_ONCE);
      const isNamed = (key: string) => key.match(UUID)?.some((id) => names.has(id.toLowerCase())) ?? false;
      const named = keys.filter(isNamed);
      if (named.length > 0) total += await take.keys(redis, named);
      const others = companyId === undefined ? [] : keys.filter((key) => !isNamed(key));
      const counts = await Promise.all(others.map(async (key) => inHolder(redis, key, await redis.type(key), companyId as string, take)));
      total += counts.reduce((sum, count) => sum + count, 0);
      cursor = next;
    } while (cursor !== '0');
    return total;
  }
}

/** What is done with what was found; each says how much there was. */
interface Take {
  keys(redis: Redis, keys: readonly string[]): Promise<number>;
  fields(redis: Redis, key: string, fields: readonly string[]): Promise<number>;
  entries(redis: Redis, key: string, ids: readonly string[]): Promise<number>;
}

const ERASE: Take = {
  keys: (redis, keys) => redis.unlink(...keys),
  fields: (redis, key, fields) => redis.hdel(key, ...fields),
  entries: (redis, key, ids) => redis.xdel(key, ...ids),
};
const COUNT: Take = {
  keys: async (_, keys) => keys.length,
  fields: async (_, __, fields) => fields.length,
  entries: async (_, __, ids) => ids.length,
};

async function inHolder(redis: Redis, key: string, type: string, companyId: string, take: Take): Promise<number> {
  if (type === 'string') return (await redis.get(key))?.includes(companyId) ? take.keys(redis, [key]) : 0;
  if (type === 'hash') {
    const fields = (await redis.hkeys(key)).filter((field) => field.includes(companyId));
    return fields.length > 0 ? take.fields(redis, key, fields) : 0;
  }
  if (type !== 'stream') return 0;
  const entries = (await redis.xrange(key, '-', '+')).filter(([, fields]) => fields.includes(companyId));
  return entries.length > 0
    ? take.entries(
        redis,
        key,
        entries.map(([id]) => id),
      )
    : 0;
}
