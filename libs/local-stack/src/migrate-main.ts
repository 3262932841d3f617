import { existsSync, globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { connectBus, convergeStreams, generateActorKeys } from '@smartcontent/bus';
import { migrateClickHouse } from '@smartcontent/clickhouse';
import { EVENTS } from '@smartcontent/contracts';
import { generatePasswords, runMigrations, type ServiceMigrations, serviceUrls } from '@smartcontent/database';
import { WORKSPACE } from './config.js';
import { readJson, writeJson } from './json-file.js';
import type { MigrateAnswer, MigrateOrder } from './migrate-stores.js';

interface KeysFile {
  /** Passwords of `<svc>_owner`, `<svc>` and `<svc>_system`. */
  readonly roles: Readonly<Record<string, string>>;
  readonly actors: Awaited<ReturnType<typeof generateActorKeys>>;
}

process.once('message', (order: MigrateOrder) => {
  migrate(order).then(
    (answer) => process.send?.(answer, () => process.disconnect()),
    (error: Error) => {
      process.stderr.write(`${error.message}\n`);
      process.exit(1);
    },
  );
});

async function migrate(order: MigrateOrder): Promise<MigrateAnswer> {
  const { roles, actors } = await ensureKeys(join(order.home, 'service-keys'), order.services);
  const [schemas, tables] = await Promise.all([
    migratePostgres(order, roles),
    migrateTables(order.clickhouseUrl),
    convergeAll(order.natsUrl),
  ]);
  const keys = order.services.map((name) => {
    const { url, systemUrl } = serviceUrls(order.postgresUrl, name, roles);
    const actor = { actorPrivateKey: actors[name]?.privateKey ?? '', actorPublicKey: actors[name]?.publicKey ?? '' };
    return [name, { postgresUrl: url, postgresSystemUrl: systemUrl, ...actor }] as const;
  });
  return { steps: schemas + tables, keys: Object.fromEntries(keys) };
}

/** Makes what is missing: everything at the first start, a new service's at an upgrade. */
async function ensureKeys(file: string, services: readonly string[]): Promise<KeysFile> {
  const known = readJson<KeysFile>(file);
  const added = services.filter((service) => !known?.actors[service]);
  if (known && added.length === 0) return known;
  const keys = {
    roles: { ...generatePasswords(services), ...known?.roles },
    actors: { ...(await generateActorKeys(added)), ...known?.actors },
  };
  writeJson(file, keys);
  return keys;
}

async function migratePostgres({ postgresUrl, services }: MigrateOrder, passwords: KeysFile['roles']): Promise<number> {
  const found = (await Promise.all(services.map(readMigrations))).filter((service) => service !== undefined);
  const results = await runMigrations({ adminUrl: postgresUrl, services: found, passwords, command: 'up' });
  return results.reduce((sum, result) => sum + result.done.length, 0);
}

/** Not every service has a schema. */
async function readMigrations(service: string): Promise<ServiceMigrations | undefined> {
  const file = join(WORKSPACE, 'services', service, 'dist', 'migrations', 'index.js');
  if (!existsSync(file)) return undefined;
  const { migrations } = (await import(pathToFileURL(file).href)) as Pick<ServiceMigrations, 'migrations'>;
  return { name: service, migrations };
}

async function migrateTables(url: string): Promise<number> {
  const folders = new Set(globSync('services/*/clickhouse/*.sql', { cwd: WORKSPACE }).map(dirname));
  let done = 0;
  for (const folder of folders) done += (await migrateClickHouse(url, join(WORKSPACE, folder))).length;
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
