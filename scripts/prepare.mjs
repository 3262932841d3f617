// What every command needs before the platform's own code can run. Runs on the machine's Node (20 or later) with nothing installed.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const workspace = dirname(dirname(fileURLToPath(import.meta.url)));
/** Node 24 LTS, a locked dependency. */
export const node = join(workspace, 'node_modules', '.bin', 'node');
const PNPM = 'pnpm@12.21.0';
const stampFile = join(workspace, 'node_modules', '.smartcontent-install');

/** A problem that its line explains; shown without a stack. */
export class Problem extends Error {}

/** Installs and builds what has changed since the last time. Returns how many seconds that took. */
export async function prepare() {
  const startedAt = Date.now();
  if (Number(process.versions.node.split('.')[0]) < 20)
    throw new Problem(`Node.js 20 or later is needed, this is ${process.versions.node}`);
  if (process.platform === 'win32') throw new Problem('SmartContent runs on Linux and macOS; on Windows use WSL');
  await install();
  await build();
  return (Date.now() - startedAt) / 1000;
}

/** The command line that runs pnpm: the installed one where it is the version of the lockfile, else npm's cache of it. */
export function pnpm() {
  const { stdout } = spawnSync('pnpm', ['--version'], { encoding: 'utf8', cwd: workspace });
  if (stdout?.startsWith('12.')) return ['pnpm'];
  if (spawnSync('npx', ['--version']).status !== 0) throw new Problem('npm is missing: install Node.js together with npm');
  console.log(`fetching ${PNPM}`);
  return ['npx', '-y', PNPM];
}

/** Runs a command that shows its own progress; rejects with `problem` when it fails. */
export function run([command, ...args], problem, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: workspace, stdio: ['ignore', 'inherit', 'inherit'], ...options });
    child.once('error', (error) => reject(new Problem(`${problem} (${error.message})`)));
    child.once('exit', (code, signal) => (code === 0 ? resolve() : reject(new Problem(`${problem} (${signal ?? `exit ${code}`})`))));
  });
}

async function install() {
  const stamp = fingerprint();
  if (existsSync(node) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  const startedAt = Date.now();
  console.log('installing dependencies from the lockfile');
  await run([...pnpm(), 'install', '--frozen-lockfile', '--reporter=append-only'], 'The dependencies could not be installed');
  if (!existsSync(node)) throw new Problem(`There is no Node 24 package for ${process.platform}-${process.arch}`);
  writeFileSync(stampFile, stamp);
  console.log(`dependencies installed after ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
}

/** Changes when another install is needed. */
function fingerprint() {
  const hash = createHash('sha256').update(`${process.platform}-${process.arch}`);
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json']) hash.update(readFileSync(join(workspace, file)));
  return hash.digest('hex');
}

async function build() {
  const startedAt = Date.now();
  console.log('building');
  const compiler = join(workspace, 'node_modules', 'typescript7', 'bin', 'tsc');
  await run([node, compiler, '-b', 'tsconfig.build.json'], 'The build failed');
  console.log(`built after ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
}
