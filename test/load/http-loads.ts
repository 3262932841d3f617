import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import type { HttpPlatform } from './http-platform.js';
import { type HttpRows, TEXT, TITLE } from './http-rows.js';
import { type Load, sendOnce } from './load.js';

/** More than one measurement reads. */
const CONTENTS = 60_000;
const CACHED = 500;

export interface HttpLoads {
  readonly echo: Load;
  readonly bare: Load;
  readonly get: Load;
  readonly cachedGet: Load;
  readonly list: Load;
  readonly create: Load;
}

/** Fills the stores and starts the two peers. */
export async function makeLoads(scope: AsyncDisposableStack, platform: HttpPlatform, rows: HttpRows): Promise<HttpLoads> {
  const redis = new Redis(platform.stores.redisUrl);
  scope.defer(() => redis.disconnect());
  const ids = await rows.seed(platform, CONTENTS);
  const { authorization, gatewayUrl: url } = platform;
  const read = (path: string) => ({ method: 'GET', path, headers: { authorization } }) as const;
  let reads = 0;
  const get: Load = {
    name: 'get',
    url,
    status: 200,
    next: () => read(`/v1/content/${ids[reads++ % CONTENTS]}`),
    // The cache is emptied and then no id is read twice: each of these reads misses, asks Postgres and fills the cache, as a first read does.
    prepare: async () => void (await redis.flushdb()),
    verify: async (answers) => {
      if (answers > CONTENTS) throw new Error(`${answers} reads of ${CONTENTS} contents: some must have come from the cache`);
      if ((await redis.dbsize()) < answers) throw new Error('Some reads did not fill the cache');
    },
  };
  const cachedGet: Load = {
    name: 'cached_get',
    url,
    status: 200,
    next: () => read(`/v1/content/${ids[reads++ % CACHED]}`),
    prepare: async () => {
      reads = 0;
      for (let index = 0; index < CACHED; index += 1) await sendOnce(cachedGet);
    },
  };
  const list: Load = { name: 'list', url, status: 200, next: () => read('/v1/content') };
  const create: Load = {
    ...write(url, '/v1/content', { content_type: 'blog_post', title: TITLE, content_text: TEXT }, authorization),
    name: 'create',
  };
  const body = { company_id: platform.companyId, title: TITLE, content_text: TEXT };
  const bare: Load = { ...write(await platform.startBare(), '/content', body, authorization), name: 'bare' };
  const echo: Load = {
    name: 'echo',
    url: await platform.startEcho(await sendOnce(get)),
    status: 200,
    next: () => read(`/v1/echo/${ids[reads++ % CONTENTS]}`),
  };
  return { echo, bare, get, cachedGet, list, create };
}

function write(url: string, path: string, body: object, authorization: string): Omit<Load, 'name'> {
  const text = JSON.stringify(body);
  const headers = { authorization, 'content-type': 'application/json' };
  return {
    url,
    status: 201,
    next: () => ({ method: 'POST', path, headers: { ...headers, 'idempotency-key': randomUUID() }, body: text }),
  };
}
