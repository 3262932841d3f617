import { connectBus } from '@smartcontent/bus';
import { Cache } from '@smartcontent/cache';
import { ClickHouse } from '@smartcontent/clickhouse';
import { Database } from '@smartcontent/database';
import { Bus } from './bus-connection.js';
import type { Log } from './log.js';
import type { ServiceConfig } from './service-config.js';

/** The connections of one service; `null` where it does not use that store. */
export interface Stores {
  readonly bus: Bus;
  readonly database: Database | null;
  readonly cache: Cache | null;
  readonly clickhouse: ClickHouse | null;
  close(): Promise<void>;
}

/** Opens what the configuration names; where one fails, the others are closed again. */
export async function openStores(config: ServiceConfig, log: Log): Promise<Stores> {
  const closers: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  const keep = async <T>(opening: Promise<T> | T, closer: (store: T) => Promise<unknown>): Promise<T> => {
    const store = await opening;
    closers.push(() => closer(store));
    return store;
  };
  try {
    const { postgres, redisUrl, clickhouseUrl } = config;
    const onError = (error: unknown) => log.warn('work after a commit failed', { error });
    const database = postgres && (await keep(Database.open({ schema: config.name, ...postgres, onError }), (store) => store.close()));
    // Throws where a role may not log in or sees every company; a Postgres that is away is waited for elsewhere.
    await database?.isReady();
    const cache = redisUrl ? await keep(Cache.open(redisUrl), (store) => store.close()) : null;
    const clickhouse = clickhouseUrl ? await keep(ClickHouse.open(clickhouseUrl), (store) => store.close()) : null;
    const connection = await keep(connectBus({ url: config.natsUrl, name: config.name }), (store) => store.close());
    return { bus: new Bus(connection), database, cache, clickhouse, close };
  } catch (error) {
    await close();
    throw error;
  }
}
