import { type NatsPermissions, natsPermissions } from '@smartcontent/bus';
import { EVENTS, REQUESTS, SERVICES } from '@smartcontent/contracts';
import { startClickHouse } from './clickhouse.js';
import type { StackConfig, StoreName } from './config.js';
import { findServers } from './find-servers.js';
import type { Home } from './home.js';
import { startNats } from './nats.js';
import type { PlatformSecrets } from './platform-secrets.js';
import type { Ports } from './ports.js';
import { startPostgres } from './postgres.js';
import { startRedis } from './redis.js';
import type { RunningStore } from './store-process.js';

/** How to start a store, and where it will be reached, now and after each restart. */
export interface StorePlan {
  readonly name: StoreName;
  /** The administrator's, where a store knows one. */
  readonly url: string;
  readonly start: () => Promise<RunningStore>;
}

/** Plans for the stores that do not run elsewhere. Fetches nats-server and redis-server when they are needed and missing. */
export async function planStores(
  config: StackConfig,
  home: Home,
  ports: Ports,
  secrets: PlatformSecrets,
  onProgress: (line: string) => void,
): Promise<StorePlan[]> {
  const isOurs = (name: StoreName) => !config.externalUrls[name];
  const binFolder = home.path('bin');
  if (isOurs('nats') || isOurs('redis')) await findServers({ binFolder, onProgress });
  const users = Object.entries(secrets.nats).map(([user, password]) => ({ user, password, permissions: permissionsOf(user) }));
  const plans: StorePlan[] = [];
  const plan = async (name: StoreName, url: (port: number) => string, start: (port: number, folder: string) => Promise<RunningStore>) => {
    if (!isOurs(name)) return;
    const port = await ports.of(name);
    plans.push({ name, url: url(port), start: () => start(port, home.path(name)) });
  };
  await plan(
    'postgres',
    (port) => `postgres://postgres:${secrets.postgres}@127.0.0.1:${port}/postgres`,
    async (port, folder) => {
      const postgres = await startPostgres({ folder, port, password: secrets.postgres });
      if (postgres.folder !== folder)
        onProgress(`postgres cannot enter ${folder} as another user than root: its data is in ${postgres.folder}`);
      return postgres;
    },
  );
  await plan(
    'clickhouse',
    (port) => `http://127.0.0.1:${port}/smartcontent`,
    (port, folder) => startClickHouse({ folder, port }),
  );
  await plan(
    'nats',
    (port) => `nats://127.0.0.1:${port}`,
    (port, folder) => startNats({ folder, port, users, binFolder }),
  );
  await plan(
    'redis',
    (port) => `redis://:${secrets.redis}@127.0.0.1:${port}`,
    (port, folder) => startRedis({ folder, port, password: secrets.redis, binFolder }),
  );
  return plans;
}

/** The supervisor's own user, which converges the streams, has every right. */
function permissionsOf(user: string): NatsPermissions | undefined {
  const service = SERVICES.find((name) => name === user);
  return service && natsPermissions(service, REQUESTS, EVENTS);
}
