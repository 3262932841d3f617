import { fork } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { SetupError } from './setup-error.js';

/** What the migrating process is told. */
export interface MigrateOrder {
  /** The folder whose `service-keys` it completes. */
  readonly home: string;
  readonly services: readonly string[];
  /** The administrator's. */
  readonly postgresUrl: string;
  readonly clickhouseUrl: string;
  /** Of a user who may make streams. */
  readonly natsUrl: string;
}

export interface ServiceKeys {
  /** Connection strings of the service's two roles. */
  readonly postgresUrl: string;
  readonly postgresSystemUrl: string;
  /** Ed25519 JWK as JSON. */
  readonly actorPrivateKey: string;
  readonly actorPublicKey: string;
}

export interface MigrateAnswer {
  /** How many migrations had to be run. */
  readonly steps: number;
  readonly keys: Readonly<Record<string, ServiceKeys>>;
}

/**
 * Brings Postgres, ClickHouse and the streams to what this checkout's code expects, and gives each service its roles and
 * keys. In a process of its own, since the libraries it takes would stay in the supervisor's memory for ever.
 */
export async function migrateStores(order: MigrateOrder): Promise<MigrateAnswer> {
  const child = fork(join(import.meta.dirname, 'migrate-main.js'), { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  const answer = new Promise<MigrateAnswer | undefined>((resolve) => {
    child.once('message', (message) => resolve(message as MigrateAnswer));
    child.once('exit', () => resolve(undefined));
  });
  child.send(order);
  const [given, said] = await Promise.all([answer, text(child.stderr as NodeJS.ReadableStream)]);
  if (given) return given;
  throw new SetupError(`The migrations failed: ${said.trim().split('\n')[0] || 'the process was ended'}`);
}
