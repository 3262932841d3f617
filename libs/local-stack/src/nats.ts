import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NatsPermissions } from '@smartcontent/bus';
import { askOnce } from './ask-once.js';
import { findServers } from './find-servers.js';
import { freePort } from './free-port.js';
import { type RunningStore, startStoreProcess, waitUntilReady } from './store-process.js';

export interface NatsUser {
  readonly user: string;
  readonly password: string;
  /** All rights unless given. */
  readonly permissions?: NatsPermissions;
}

export interface NatsOptions {
  /** Holds the configuration, the JetStream files and the log. */
  readonly folder: string;
  readonly port?: number;
  /** One user per service; without any, everybody on this machine may connect. */
  readonly users?: readonly NatsUser[];
  /** False in tests: an acknowledged message then need not survive the machine. */
  readonly isDurable?: boolean;
  /** Port of the HTTP monitoring pages; none unless given. */
  readonly monitorPort?: number;
  /** Where fetched servers are kept; PATH is asked first. */
  readonly binFolder?: string;
}

/** Starts nats-server with JetStream on 127.0.0.1. Throws a SetupError when it cannot be had or does not start. */
export async function startNats(options: NatsOptions): Promise<RunningStore> {
  const { nats, env } = await findServers(options);
  const port = options.port ?? (await freePort());
  mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  const configFile = join(options.folder, 'nats.conf');
  writeFileSync(configFile, natsConfig(options, port, syncsAlways(nats)), { mode: 0o600 });
  const about = { name: 'nats-server', logFile: join(options.folder, 'nats.log') };
  const child = startStoreProcess({ ...about, command: nats, args: ['-c', configFile], stopSignal: 'SIGTERM', env });
  await waitUntilReady(about, child, async () => (await askOnce(port, ''))?.startsWith('INFO') ?? false);
  return { ...child, port, url: `nats://127.0.0.1:${port}` };
}

function natsConfig(options: NatsOptions, port: number, syncsAlways: boolean): string {
  // The configuration's format takes JSON.
  const users = options.users?.map((user) => JSON.stringify(user));
  const sync = options.isDurable !== false && syncsAlways ? 'sync_interval: always' : '';
  return [
    `server_name: smartcontent`,
    `host: "127.0.0.1"`,
    `port: ${port}`,
    options.monitorPort ? `http: "127.0.0.1:${options.monitorPort}"` : '',
    `jetstream { store_dir: ${JSON.stringify(join(options.folder, 'jetstream'))}, ${sync} }`,
    users ? `authorization { users: [${users.join(', ')}] }` : '',
    '',
  ].join('\n');
}

/** Servers before 2.10 refuse to start on a `sync_interval`. */
function syncsAlways(nats: string): boolean {
  const [, major, minor] = /v(\d+)\.(\d+)/.exec(execFileSync(nats, ['--version'], { encoding: 'utf8' })) ?? [];
  return Number(major) > 2 || (Number(major) === 2 && Number(minor) >= 10);
}
