import { globSync, readFileSync } from 'node:fs';
import { Redis } from 'ioredis';
import type { Client } from 'pg';
import { eventually } from './eventually.js';
import type { StackAddresses } from './stack-host.js';

/** Servers notice a closed connection a moment after its client. */
const SETTLE_MILLISECONDS = 3_000;

/** Throws when something that a test started still holds a connection or a process. */
export async function assertNothingLeaked(server: Client, database: string, addresses: StackAddresses): Promise<void> {
  await eventually(
    async () => {
      const left = [
        ...(await postgresConnections(server, database)),
        ...(await natsConnections(addresses.natsMonitorUrl)),
        ...(await redisConnections(addresses.redisUrl)),
        ...childProcesses(),
      ];
      if (left.length > 0) throw new Error(`Left open by this file:\n  ${left.join('\n  ')}`);
    },
    { timeoutMs: SETTLE_MILLISECONDS },
  );
}

async function postgresConnections(server: Client, database: string): Promise<string[]> {
  const { rows } = await server.query<{ usename: string; query: string }>(
    `SELECT usename, query FROM pg_stat_activity WHERE datname = $1 AND backend_type = 'client backend'`,
    [database],
  );
  return rows.map((row) => `Postgres connection of ${row.usename}, last: ${row.query.slice(0, 200)}`);
}

async function natsConnections(monitorUrl: string): Promise<string[]> {
  const response = await fetch(`${monitorUrl}/connz`);
  const { connections } = (await response.json()) as { connections: readonly { name?: string; subscriptions: number }[] };
  return connections.map(({ name, subscriptions }) => `NATS connection ${name ?? 'without a name'} with ${subscriptions} subscriptions`);
}

async function redisConnections(url: string): Promise<string[]> {
  const redis = new Redis(url);
  const own = await redis.client('ID');
  const list = (await redis.client('LIST')) as string;
  redis.disconnect();
  const others = list.split('\n').filter((line) => line !== '' && !line.startsWith(`id=${own} `));
  return others.map((line) => `Redis connection: ${line}`);
}

/** Linux only; elsewhere nothing is found. */
function childProcesses(): string[] {
  const pids = globSync(`/proc/${process.pid}/task/*/children`).flatMap((file) => readFileSync(file, 'utf8').split(' '));
  return pids.filter(Boolean).map((pid) => `process ${pid}: ${readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')}`);
}
