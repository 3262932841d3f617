import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { askOnce } from './ask-once.js';
import { findServers } from './find-servers.js';
import { freePort } from './free-port.js';
import { type RunningStore, startStoreProcess, waitUntilReady } from './store-process.js';

export interface RedisOptions {
  /** Holds the configuration, the append-only files and the log. */
  readonly folder: string;
  readonly port?: number;
  readonly password?: string;
  /** False in tests: nothing is written to disk. */
  readonly isDurable?: boolean;
  /** Where fetched servers are kept; PATH is asked first. */
  readonly binFolder?: string;
}

/** Starts redis-server on 127.0.0.1. Throws a SetupError when it cannot be had or does not start. */
export async function startRedis(options: RedisOptions): Promise<RunningStore> {
  const { redis, env } = await findServers(options);
  const port = options.port ?? (await freePort());
  mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  const configFile = join(options.folder, 'redis.conf');
  writeFileSync(configFile, redisConfig(options, port), { mode: 0o600 });
  const about = { name: 'redis-server', logFile: join(options.folder, 'redis.log') };
  const child = startStoreProcess({ ...about, command: redis, args: [configFile], stopSignal: 'SIGTERM', env });
  const question = options.password ? `AUTH ${options.password}\r\n` : 'PING\r\n';
  await waitUntilReady(about, child, async () => /^\+(OK|PONG)/.test((await askOnce(port, question)) ?? ''));
  const credentials = options.password ? `:${options.password}@` : '';
  return { ...child, port, url: `redis://${credentials}127.0.0.1:${port}` };
}

function redisConfig({ folder, password, isDurable = true }: RedisOptions, port: number): string {
  return [
    'bind 127.0.0.1',
    `port ${port}`,
    `dir ${JSON.stringify(folder)}`,
    'save ""',
    `appendonly ${isDurable ? 'yes' : 'no'}`,
    password ? `requirepass ${password}` : '',
    '',
  ].join('\n');
}
