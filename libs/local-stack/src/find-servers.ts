import { execFile, spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, globSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { CACHED_BIN_FOLDER, searchPath } from './config.js';
import { fetchDebianPackages } from './debian-packages.js';
import { SetupError } from './setup-error.js';

export interface Servers {
  /** Path of nats-server. */
  readonly nats: string;
  /** Path of redis-server. */
  readonly redis: string;
  /** What fetched servers need to find their libraries; empty for installed ones. */
  readonly env: Readonly<Record<string, string>>;
  /** Where they came from, for people: `PATH` or a folder. */
  readonly from: string;
}

export interface FindOptions {
  /** Where fetched servers are kept; a cache inside the checkout when not given. */
  readonly binFolder?: string | undefined;
  /** Searched before anything is fetched; the environment's PATH when not given. */
  readonly path?: string;
  readonly onProgress?: (line: string) => void;
}

const INSTALL_THEM = 'install nats-server and redis-server so that both are on PATH, then start again';

/**
 * Finds nats-server and redis-server: both on PATH, or fetched earlier into `binFolder`, or fetched now.
 * Debian and Ubuntu give their packages without root and without starting a daemon; elsewhere Homebrew installs them.
 * Throws a SetupError naming what to install when neither works.
 */
export async function findServers({ binFolder = CACHED_BIN_FOLDER, path = searchPath(), onProgress }: FindOptions = {}): Promise<Servers> {
  const known = onPath(path) ?? inBinFolder(binFolder);
  if (known) return known;
  if (existsSync('/usr/bin/apt-get') && existsSync('/usr/bin/dpkg-deb')) {
    onProgress?.('nats-server and redis-server are not on PATH: fetching the packages of this distribution');
    await fetchDebianPackages(binFolder);
  } else installWithBrew(path, onProgress);
  const fetched = inBinFolder(binFolder) ?? onPath(path);
  if (!fetched) throw new SetupError(`nats-server and redis-server were fetched but not found: ${INSTALL_THEM}`);
  await checkThatTheyRun(fetched);
  return fetched;
}

function installWithBrew(path: string, onProgress: FindOptions['onProgress']): void {
  const brew = find('brew', [...path.split(delimiter), '/opt/homebrew/bin', '/usr/local/bin', '/home/linuxbrew/.linuxbrew/bin']);
  if (!brew) throw new SetupError(`nats-server and redis-server are missing, and neither apt-get nor brew is here: ${INSTALL_THEM}`);
  onProgress?.('nats-server and redis-server are not on PATH: brew install nats-server redis');
  const { status } = spawnSync(brew, ['install', 'nats-server', 'redis'], { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new SetupError(`brew install nats-server redis failed: ${INSTALL_THEM}`);
}

async function checkThatTheyRun({ nats, redis, env }: Servers): Promise<void> {
  for (const file of [nats, redis]) {
    await promisify(execFile)(file, ['--version'], { env }).catch((error: { stderr?: string; message: string }) => {
      throw new SetupError(`${file} does not run here (${(error.stderr || error.message).trim().split('\n')[0]}): ${INSTALL_THEM}`);
    });
  }
}

function onPath(path: string): Servers | undefined {
  const folders = path.split(delimiter).filter(Boolean);
  return pair(find('nats-server', folders), find('redis-server', folders), 'PATH', {});
}

function inBinFolder(binFolder: string): Servers | undefined {
  const [libraries] = globSync(join(binFolder, 'usr/lib/*-linux-gnu*'));
  const nats = find('nats-server', [join(binFolder, 'usr/sbin'), join(binFolder, 'usr/bin')]);
  return pair(nats, find('redis-server', [join(binFolder, 'usr/bin')]), binFolder, libraries ? { LD_LIBRARY_PATH: libraries } : {});
}

function pair(nats: string | undefined, redis: string | undefined, from: string, env: Servers['env']): Servers | undefined {
  return nats && redis ? { nats, redis, env, from } : undefined;
}

function find(name: string, folders: readonly string[]): string | undefined {
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
