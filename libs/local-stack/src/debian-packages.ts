import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { SetupError, toSetupError } from './setup-error.js';

const run = promisify(execFile);

/** redis-server is only a link into redis-tools. What the latter's libraries need is on every machine that has apt. */
const PACKAGES = ['nats-server', 'redis-server', 'redis-tools', 'libjemalloc2', 'liblzf1', 'libatomic1'];

/**
 * Unpacks the distribution's nats-server and redis-server into a folder: signed packages, no root, no daemon started.
 * Whole or not at all, also when two processes do it at once. Throws a SetupError with apt's own reason.
 */
export async function fetchDebianPackages(folder: string): Promise<void> {
  try {
    await mkdir(dirname(folder), { recursive: true });
    const work = await mkdtemp(`${folder}-fetching-`);
    try {
      await unpackInto(join(work, 'root'), work);
      await rename(join(work, 'root'), folder).catch((error) => {
        if (!existsSync(folder)) throw error;
      });
    } finally {
      await rm(work, { recursive: true, force: true });
    }
  } catch (error) {
    throw toSetupError(error, 'fetching nats-server and redis-server with apt-get');
  }
}

async function unpackInto(root: string, work: string): Promise<void> {
  // Folders of our own, since the machine's lists may be empty (slim images) and belong to root.
  await Promise.all(['lists/partial', 'cache/archives/partial', 'debs'].map((name) => mkdir(join(work, name), { recursive: true })));
  const options = [
    `Dir::State::Lists=${work}/lists`,
    `Dir::Cache=${work}/cache`,
    'APT::Sandbox::User=root',
    'Acquire::Retries=2',
    'Acquire::Languages=none',
  ];
  const own = options.flatMap((option) => ['-o', option]);
  const debs = join(work, 'debs');
  // One unreachable extra source must not matter, so what counts is whether the download works.
  const update = await tool('apt-get', [...own, 'update'], work).catch((error: Error) => error);
  const libraries = await librariesOf('redis-tools', own, work);
  await tool('apt-get', [...own, 'download', ...new Set([...PACKAGES, ...libraries])], debs).catch((error: Error) => {
    throw update instanceof Error ? update : error;
  });
  for (const deb of await readdir(debs)) await tool('dpkg-deb', ['-x', join(debs, deb), root], work);
}

/** Names of the libraries that a package links, without the C library: that one must be the machine's own. */
async function librariesOf(name: string, own: readonly string[], work: string): Promise<string[]> {
  const listed = await tool('apt-cache', [...own, 'depends', '--important', name], work).catch(() => '');
  return [...listed.matchAll(/^\s*Depends: (lib\S+)$/gm)].map((match) => match[1] as string).filter((library) => library !== 'libc6');
}

/** Runs one of the distribution's tools; its first complaint is the error. */
async function tool(command: 'apt-get' | 'apt-cache' | 'dpkg-deb', args: readonly string[], cwd: string): Promise<string> {
  const env = { LC_ALL: 'C', PATH: '/usr/sbin:/usr/bin:/sbin:/bin' };
  try {
    return (await run(`/usr/bin/${command}`, [...args], { cwd, env })).stdout;
  } catch (error) {
    const { stderr = '', message } = error as Error & { stderr?: string };
    const complaint = stderr.split('\n').find((line) => /^E:|error/.test(line));
    throw new SetupError(`${command}: ${complaint ?? message.split('\n')[0]}`);
  }
}
