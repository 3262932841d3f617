import { connectBus } from '@smartcontent/bus';
import { Cache } from '@smartcontent/cache';
import { ClickHouse } from '@smartcontent/clickhouse';
import { Database } from '@smartcontent/database';
import { readMasterKey, Secrets, SecretsError } from '@smartcontent/secrets';
import { startTracing } from '@smartcontent/tracing';
import { Bus } from './bus-connection.js';
import type { Log } from './log.js';
import { ConfigError, type ServiceConfig } from './service-config.js';

/** The connections of one service; `null` where it does not use that store. */
export interface Stores {
  readonly bus: Bus;
  readonly database: Database | null;
  readonly cache: Cache | null;
  readonly clickhouse: ClickHouse | null;
  /** Of a service with a Postgres: it seals what it audits. */
  readonly secrets: Secrets | null;
  close(): Promise<void>;
}

/**
 * Opens what the configuration names; where one fails, the others are closed again. `onFailure` is told when one refuses the service later.
 * @throws ConfigError where a store refuses the service or must not be used.
 */
export async function openStores(config: ServiceConfig, log: Log, onFailure: (error: ConfigError) => void): Promise<Stores> {
  const closers: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  const keep = async <T>(opening: Promise<T> | T, closer: (store: T) => Promise<unknown>): Promise<T> => {
    const store = await opening;
    closers.push(() => closer(store));
    return store;
  };
  const refuse = (variable: string) => (error: Error) => {
    throw refusal(config, variable, error);
  };
  try {
    const { postgres, redisUrl, clickhouseUrl, tracing } = config;
    // Before the connections, which are made for it, and stopped after them, so that their last spans are sent.
    if (tracing) await keep(startTracing({ service: config.name, ...tracing }), (running) => running.stop());
    const onError = (error: unknown) => log.warn('work after a commit failed', { error });
    const secrets = postgres && openSecrets(config);
    const opening = postgres && secrets && Database.open({ schema: config.name, ...postgres, secrets, onError });
    const database = opening && (await keep(opening, (store) => store.close()));
    // Throws where a role may not log in or sees every company; a Postgres that is away is waited for elsewhere.
    await database?.isReady().catch(refuse('POSTGRES_URL or POSTGRES_SYSTEM_URL'));
    const cache = redisUrl ? await keep(Cache.open(redisUrl), (store) => store.close()) : null;
    const clickhouse = clickhouseUrl ? await keep(ClickHouse.open(clickhouseUrl), (store) => store.close()) : null;
    const onRefused = (error: Error) => onFailure(refusal(config, 'NATS_URL', error));
    const connecting = connectBus({ url: config.natsUrl, name: config.name, log, onRefused }).catch(refuse('NATS_URL'));
    const connection = await keep(connecting, (store) => store.close());
    return { bus: new Bus(connection), database, cache, clickhouse, secrets, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** @throws ConfigError where there is no master key, or none of 32 bytes */
function openSecrets(config: ServiceConfig): Secrets {
  try {
    return Secrets.fromMasterKey(readMasterKey(config.masterKey));
  } catch (error) {
    if (error instanceof SecretsError) throw refusal(config, 'MASTER_KEY', error);
    throw error;
  }
}

function refusal({ name }: ServiceConfig, variable: string, error: Error): ConfigError {
  return new ConfigError(name, [`${variable}: ${error.message}`]);
}
