import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  renameSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { SetupError } from './setup-error.js';

export interface User {
  readonly uid: number;
  readonly gid: number;
}

/** Where Postgres' files go when root started us from a folder that no other user may enter. */
const REACHABLE_FOLDERS = ['/var/lib/smartcontent', '/var/tmp/smartcontent'];

/**
 * Postgres refuses to run as root: then it runs as the owner of its files, else as the machine's `postgres`, else `nobody`.
 * Undefined when this process is not root.
 */
export function postgresUser(folder: string): User | undefined {
  if (process.getuid?.() !== 0) return undefined;
  if (existsSync(folder)) {
    const { uid, gid } = statSync(folder);
    if (uid !== 0) return { uid, gid };
  }
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
  if (!user) throw new SetupError('Postgres refuses to run as root and there is no other user (postgres or nobody): start as another user');
  return { uid: Number(user[2]), gid: Number(user[3]) };
}

/**
 * The folder that really holds the data: `folder` itself, or, where its user cannot enter it (a checkout in /root),
 * one that works, to which `folder` then is a link.
 */
export function postgresFolder(folder: string, user: User | undefined): string {
  if (lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink()) return readlinkSync(folder);
  mkdirSync(dirname(folder), { recursive: true });
  if (!user || canUse(dirname(folder), '-x', user)) return folder;
  const reachable = mkdtempSync(join(reachableFolder(user), 'data-'));
  chmodSync(reachable, 0o711);
  symlinkSync(join(reachable, 'postgres'), folder);
  return join(reachable, 'postgres');
}

/** The folder `native` of the npm package, or a copy of it that the user may enter. */
export function postgresBinaries(native: string, version: string, user: User | undefined): string {
  if (!user || canUse(join(native, 'bin', 'postgres'), '-x', user)) return native;
  const copy = join(reachableFolder(user), `postgres-${version}`);
  if (existsSync(copy)) return copy;
  const unfinished = mkdtempSync(`${copy}-`);
  cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
  chmodSync(unfinished, 0o755);
  renameSync(unfinished, copy);
  return copy;
}

/** A folder inside `parent` that belongs to the user. */
export function makeOwnFolder(folder: string, user: User | undefined): void {
  mkdirSync(folder, { mode: 0o700 });
  if (user) chownSync(folder, user.uid, user.gid);
}

function reachableFolder(user: User): string {
  for (const folder of REACHABLE_FOLDERS) {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o755 });
    } catch {
      continue;
    }
    if (canUse(folder, '-x', user)) return folder;
  }
  throw new SetupError(
    `Postgres runs as another user than root and can enter none of ${REACHABLE_FOLDERS.join(', ')}: start as another user`,
  );
}

/** The kernel's own answer, parents included. */
function canUse(path: string, test: '-x' | '-w', user: User): boolean {
  return spawnSync('/usr/bin/test', [test, path], { ...user, cwd: '/' }).status === 0;
}
