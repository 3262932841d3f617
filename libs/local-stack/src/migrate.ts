import { existsSync, globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { connectBus, convergeStreams, type StreamOptions } from '@smartcontent/bus';
import { migrateClickHouse } from '@smartcontent/clickhouse';
import { EVENTS } from '@smartcontent/contracts';
import { type RolePasswords, runMigrations, type ServiceMigrations } from '@smartcontent/database';
import { WORKSPACE } from './config.js';
import { toSetupError } from './setup-error.js';

export interface MigrateUrls {
  /** The administrator's. */
  readonly postgres: string;
  readonly clickhouse: string;
  /** Of a user who may make streams. */
  readonly nats: string;
}

/**
 * Brings Postgres, ClickHouse and the streams to what this checkout's code expects. Returns how many migrations that took.
 * Throws a SetupError with the first one's reason.
 */
export async function migrateStores(
  urls: MigrateUrls,
  services: readonly string[],
  passwords: RolePasswords,
  streams: StreamOptions = {},
): Promise<number> {
  try {
    const steps = [migratePostgres(urls.postgres, services, passwords), migrateTables(urls.clickhouse), convergeAll(urls.nats, streams)];
    return (await Promise.all(steps)).reduce((sum, done) => sum + done);
  } catch (error) {
    throw toSetupError(error, 'migrating the stores');
  }
}

async function migratePostgres(adminUrl: string, names: readonly string[], passwords: RolePasswords): Promise<number> {
  const services = (await Promise.all(names.map(readMigrations))).filter((service) => service !== undefined);
  const results = await runMigrations({ adminUrl, services, passwords, command: 'up' });
  return results.reduce((sum, result) => sum + result.done.length, 0);
}

/** Not every service has a schema. */
async function readMigrations(name: string): Promise<ServiceMigrations | undefined> {
  const file = join(WORKSPACE, 'services', name, 'dist', 'migrations', 'index.js');
  if (!existsSync(file)) return undefined;
  const { migrations } = (await import(pathToFileURL(file).href)) as Pick<ServiceMigrations, 'migrations'>;
  return { name, migrations };
}

async function migrateTables(url: string): Promise<number> {
  const folders = new Set(globSync('services/*/clickhouse/*.sql', { cwd: WORKSPACE }).map(dirname));
  let done = 0;
  for (const folder of folders) done += (await migrateClickHouse(url, join(WORKSPACE, folder))).length;
  return done;
}

async function convergeAll(url: string, streams: StreamOptions): Promise<number> {
  const connection = await connectBus({ url, name: 'platform' });
  try {
    return (await convergeStreams(connection, EVENTS, streams)).length;
  } finally {
    await connection.close();
  }
}
