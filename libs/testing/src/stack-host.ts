import { randomBytes } from 'node:crypto';
import { accessSync, chmodSync, constants, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { freemem, tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateActorKeys, natsPermissions } from '@smartcontent/bus';
import { EVENTS, REQUESTS, SERVICES, type ServiceName } from '@smartcontent/contracts';
import { generatePasswords } from '@smartcontent/database';
import { freePort, type RunningStore, startClickHouse, startNats, startPostgres, startRedis } from '@smartcontent/local-stack';
import { setTemporaryFolder } from './config.js';
import { Templates } from './templates.js';

/** What a test file gets to know about its stores and keys. */
export interface StackAddresses {
  /** Administrator's, in the maintenance database. */
  readonly postgresUrl: string;
  readonly template: string;
  readonly passwords: Readonly<Record<string, string>>;
  /** Without a user: `Stack.natsUrl` adds one. */
  readonly natsUrl: string;
  /** Where nats-server tells what it refused somebody. */
  readonly natsLog: string;
  /** Where nats-server tells its connections, for the leak check. */
  readonly natsMonitorUrl: string;
  readonly redisUrl: string;
  /** Absent where the file named services of which none uses ClickHouse. */
  readonly clickhouseUrl?: string;
  readonly actorKeys: Awaited<ReturnType<typeof generateActorKeys>>;
  readonly cursorKey: string;
  readonly masterKey: string;
  /** The run's folder; each test file has its own inside. */
  readonly folder: string;
}

/** Every user's of the test brokers. */
export const NATS_PASSWORD = 'secret';

const FOLDER_PREFIX = 'smartcontent-test-';
/**
 * Files in memory, where Linux has them. A run makes and removes some hundred thousand: ext4 looks for long for a number that
 * none of those removed in the last seconds had, so that a clone of Postgres' template takes 0.5 s there, and 0.03 s here.
 */
const IN_MEMORY = '/dev/shm';
const ROOM_BYTES = 8 * 2 ** 30;

/**
 * Owns the stores of one test run, in one temporary folder, which is also where the workers make theirs. Starts each of them when the first file asks for it, so that
 * a run of plain unit tests starts none. They end with this process, however it ends; a folder that an interrupted run
 * left behind is removed by the next one.
 */
export class StackHost implements AsyncDisposable {
  readonly #folder = makeFolder();
  readonly #started: Promise<RunningStore>[] = [];
  readonly #passwords = generatePasswords(SERVICES);
  readonly #cursorKey = randomBytes(32).toString('hex');
  readonly #masterKey = randomBytes(32).toString('base64');
  readonly #actorKeys = once(() => generateActorKeys(SERVICES));
  readonly #postgres = once(() => this.#start(startPostgres({ folder: join(this.#folder, 'postgres'), isDurable: false })));
  readonly #clickhouse = once(() => this.#start(startClickHouse({ folder: join(this.#folder, 'clickhouse') })));
  readonly #templates = once(async () => new Templates((await this.#postgres()).url, this.#passwords));
  readonly #nats = new Map<number, Promise<{ url: string; monitorUrl: string; log: string }>>();
  readonly #redis = new Map<number, Promise<RunningStore>>();
  readonly #server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const services = searchParams.get('services')?.split(',') as ServiceName[] | undefined;
    this.#open(Number(searchParams.get('worker')), services).then(
      (addresses) => response.end(JSON.stringify(addresses)),
      (error: Error) => response.writeHead(500).end(error.stack),
    );
  });

  /** Starts listening; the address is for `useStack` in the workers. */
  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await new Promise((resolve) => (this.#server as Server).close(resolve));
    const stores = await Promise.allSettled(this.#started);
    await Promise.all(stores.map((store) => (store.status === 'fulfilled' ? store.value.stop() : undefined)));
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 3 });
  }

  async #open(worker: number, services?: readonly ServiceName[]): Promise<StackAddresses> {
    const usesClickHouse = !services || services.includes('analytics') || services.includes('embeddings');
    const [postgres, templates, nats, redis, clickhouse, actorKeys] = await Promise.all([
      this.#postgres(),
      this.#templates(),
      perWorker(this.#nats, worker, () => this.#startNats(worker)),
      perWorker(this.#redis, worker, () => this.#startRedis(worker)),
      usesClickHouse ? this.#clickhouse() : undefined,
      this.#actorKeys(),
    ]);
    return {
      postgresUrl: postgres.url,
      template: await templates.nameOf(services ?? SERVICES),
      passwords: this.#passwords,
      natsUrl: nats.url,
      natsLog: nats.log,
      natsMonitorUrl: nats.monitorUrl,
      redisUrl: redis.url,
      clickhouseUrl: clickhouse?.url,
      actorKeys,
      cursorKey: this.#cursorKey,
      masterKey: this.#masterKey,
      folder: this.#folder,
    };
  }

  /** Each service has its own user with just its rights, as in production; `test` may do everything. */
  async #startNats(worker: number): Promise<{ url: string; monitorUrl: string; log: string }> {
    const monitorPort = await freePort();
    const folder = join(this.#folder, `nats-${worker}`);
    const services = SERVICES.map((user) => ({ user, password: NATS_PASSWORD, permissions: natsPermissions(user, REQUESTS, EVENTS) }));
    const users = [...services, { user: 'test', password: NATS_PASSWORD }];
    const { url } = await this.#start(startNats({ folder, isDurable: false, monitorPort, users }));
    return { url, monitorUrl: `http://127.0.0.1:${monitorPort}`, log: join(folder, 'nats.log') };
  }

  #startRedis(worker: number): Promise<RunningStore> {
    return this.#start(startRedis({ folder: join(this.#folder, `redis-${worker}`), isDurable: false }));
  }

  #start(store: Promise<RunningStore>): Promise<RunningStore> {
    this.#started.push(store);
    return store;
  }
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

function perWorker<T>(stores: Map<number, Promise<T>>, worker: number, start: () => Promise<T>): Promise<T> {
  const store = stores.get(worker) ?? start();
  stores.set(worker, store);
  return store;
}

function makeFolder(): string {
  const parent = hasRoom(IN_MEMORY) ? IN_MEMORY : tmpdir();
  for (const name of readdirSync(parent)) {
    if (isLeftOver(parent, name)) rmSync(join(parent, name), { recursive: true, force: true });
  }
  const folder = mkdtempSync(join(parent, `${FOLDER_PREFIX}${process.pid}-`));
  const temporary = join(folder, 'tmp');
  mkdirSync(temporary);
  // Postgres may run as another user than this process.
  for (const made of [folder, temporary]) chmodSync(made, 0o711);
  setTemporaryFolder(temporary);
  return folder;
}

/** A container often has only 64 MB of it. */
function hasRoom(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    const { bavail, bsize } = statfsSync(folder);
    return Math.min(bavail * bsize, freemem()) >= ROOM_BYTES;
  } catch {
    return false;
  }
}

function isLeftOver(parent: string, name: string): boolean {
  const pid = name.startsWith(FOLDER_PREFIX) ? Number(name.slice(FOLDER_PREFIX.length).split('-')[0]) : 0;
  if (!pid) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH' && existsSync(join(parent, name));
  }
}
