import { existsSync, globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { connectBus, convergeStreams } from '@smartcontent/bus';
import { migrateClickHouse } from '@smartcontent/clickhouse';
import { EVENTS } from '@smartcontent/contracts';
import { runMigrations, type ServiceMigrations } from '@smartcontent/database';
import { WORKSPACE } from './config.js';
import type { PlatformSecrets } from './platform-secrets.js';

export interface StoreUrls {
  /** The administrator's. */
  readonly postgres: string;
  readonly clickhouse: string;
  /** Of a user who may make streams. */
  readonly nats: string;
}

/** Brings Postgres, ClickHouse and the streams to what this checkout's code expects. Returns how many steps were needed. */
export async function migrateStores(urls: StoreUrls, services: readonly string[], secrets: PlatformSecrets): Promise<number> {
  const [schemas, tables] = await Promise.all([
    migratePostgres(urls.postgres, services, secrets),
    migrateTables(urls.clickhouse),
    convergeAll(urls.nats),
  ]);
  return schemas + tables;
}

async function migratePostgres(adminUrl: string, services: readonly string[], secrets: PlatformSecrets): Promise<number> {
  const found = await Promise.all(services.map(readMigrations));
  const results = await runMigrations({
    adminUrl,
    services: found.filter((service) => service !== undefined),
    passwords: secrets.roles,
    command: 'up',
  });
  return results.reduce((sum, result) => sum + result.done.length, 0);
}

async function readMigrations(service: string): Promise<ServiceMigrations | undefined> {
  const file = join(WORKSPACE, 'services', service, 'dist', 'migrations', 'index.js');
  if (!existsSync(file)) return undefined;
  const { migrations } = (await import(pathToFileURL(file).href)) as Pick<ServiceMigrations, 'migrations'>;
  return { name: service, migrations };
}

async function migrateTables(url: string): Promise<number> {
  const files = globSync('services/*/clickhouse/*.sql', { cwd: WORKSPACE });
  let done = 0;
  for (const folder of new Set(files.map(dirname))) done += (await migrateClickHouse(url, join(WORKSPACE, folder))).length;
  return done;
}

async function convergeAll(url: string): Promise<void> {
  const connection = await connectBus({ url, name: 'platform' });
  try {
    await convergeStreams(connection, EVENTS);
  } finally {
    await connection.close();
  }
}
