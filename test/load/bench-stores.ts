import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectBus, convergeStreams, generateActorKeys } from '@smartcontent/bus';
import { migrations } from '@smartcontent/content/migrations';
import { EVENTS, type EventContract, SERVICES, type ServiceName } from '@smartcontent/contracts';
import { Database, generatePasswords, runMigrations, type ServiceMigrations, serviceUrls } from '@smartcontent/database';
import { freePort, startNats, startPostgres, startRedis } from '@smartcontent/local-stack';

/** Migrated stores in a temporary folder, as durable as those of `npm start`, and what the services are told about them. */
export interface BenchStores {
  readonly folder: string;
  /** The administrator's. */
  readonly postgresUrl: string;
  readonly natsUrl: string;
  readonly redisUrl: string;
  readonly actorKeys: Awaited<ReturnType<typeof generateActorKeys>>;
  /** The environment of a service's process; it listens on free ports. */
  env(service: ServiceName): Promise<Record<string, string>>;
  /** A service's door to its schema, closed with the scope. */
  database(service: ServiceName): Promise<Database>;
}

export interface BenchSchema {
  readonly services: readonly ServiceMigrations[];
  readonly events: readonly EventContract[];
}

const CONTENT: BenchSchema = { services: [{ name: 'content', migrations }], events: EVENTS };

export function makeFolder(scope: AsyncDisposableStack): string {
  const folder = mkdtempSync(join(tmpdir(), 'smartcontent-bench-'));
  scope.defer(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  // Started by root, Postgres runs as another user, who must be able to pass.
  chmodSync(folder, 0o711);
  return folder;
}

/** Starts Postgres, NATS and Redis and migrates them, for the content service unless told. */
export async function startStores(scope: AsyncDisposableStack, schema = CONTENT): Promise<BenchStores> {
  const folder = makeFolder(scope);
  const [postgres, nats, redis] = await Promise.all([
    startPostgres({ folder: join(folder, 'postgres') }),
    startNats({ folder: join(folder, 'nats') }),
    startRedis({ folder: join(folder, 'redis') }),
  ]);
  for (const store of [postgres, nats, redis]) scope.defer(() => store.stop());
  const passwords = generatePasswords(SERVICES);
  await runMigrations({ adminUrl: postgres.url, services: schema.services, passwords, command: 'up' });
  const connection = await connectBus({ url: nats.url, name: 'platform' });
  await convergeStreams(connection, schema.events);
  await connection.close();
  const actorKeys = await generateActorKeys(SERVICES);
  const publicKeys = Object.entries(actorKeys).map(([service, { publicKey }]) => [service, JSON.parse(publicKey)]);
  const common = {
    NATS_URL: nats.url,
    REDIS_URL: redis.url,
    ACTOR_PUBLIC_KEYS: JSON.stringify(Object.fromEntries(publicKeys)),
    CURSOR_KEY: randomBytes(32).toString('hex'),
    MASTER_KEY: randomBytes(32).toString('base64'),
  };
  const env = async (service: ServiceName) => {
    const { url, systemUrl } = serviceUrls(postgres.url, service, passwords);
    return {
      ...common,
      POSTGRES_URL: url,
      POSTGRES_SYSTEM_URL: systemUrl,
      ACTOR_PRIVATE_KEY: actorKeys[service]?.privateKey ?? '',
      PORT: String(await freePort()),
      HEALTH_PORT: String(await freePort()),
    };
  };
  const database = async (service: ServiceName) => {
    const opened = await Database.open({ schema: service, ...serviceUrls(postgres.url, service, passwords) });
    scope.defer(() => opened.close());
    return opened;
  };
  return { folder, postgresUrl: postgres.url, natsUrl: nats.url, redisUrl: redis.url, actorKeys, env, database };
}
