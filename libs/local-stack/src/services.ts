import { spawn } from 'node:child_process';
import { closeSync, existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { WORKSPACE, withInherited } from './config.js';
import { openLog } from './open-log.js';
import { type StoreProcess, stopChild } from './store-process.js';

const SERVICES_FOLDER = join(WORKSPACE, 'services');

/**
 * Flags of Node for a service. Its young generation is kept at 8 MiB instead of 32: the clients of Postgres and Redis leave garbage that
 * minor collections cannot tell from what lives, and at 1,000 reads a second each of them stopped content for 10 to 15 ms, now for 2 ms.
 * A full collection waits until the old generation has 96 MiB, and then for four times what lives: with 32 clients each took the cores of all
 * for 20 to 50 ms about once a second, and with it the slowest of a hundred answers. That costs 65 MiB of memory for the whole platform.
 */
export const SERVICE_FLAGS: readonly string[] = ['--max-semi-space-size=8', '--initial-old-space-size=96', '--heap-growing-percent=300'];

/** Names of the services that this checkout holds and has built. */
export function discoverServices(): string[] {
  return readdirSync(SERVICES_FOLDER).filter(
    (name) => existsSync(join(SERVICES_FOLDER, name, 'src', 'main.ts')) && existsSync(mainOf(name)),
  );
}

/** Starts a service's process; it ends itself when the pipe that is its stdin closes. */
export function startServiceProcess(name: string, env: Readonly<Record<string, string>>, logFile: string): StoreProcess {
  const log = openLog(logFile);
  const child = spawn(process.execPath, [...SERVICE_FLAGS, mainOf(name)], {
    stdio: ['pipe', log, log],
    // A session of its own: Ctrl-C reaches the supervisor alone, which ends services before stores.
    detached: true,
    cwd: WORKSPACE,
    env: withInherited(env),
  });
  closeSync(log);
  const exited = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `exit ${code}`));
    child.once('error', (error) => resolve(error.message));
  });
  child.stdin?.on('error', () => undefined);
  return { pid: child.pid ?? -1, exited, stop: () => stopChild(child.pid, 'SIGTERM', exited) };
}

export function sizeOf(file: string): number {
  return existsSync(file) ? statSync(file).size : 0;
}

function mainOf(name: string): string {
  return join(SERVICES_FOLDER, name, 'dist', 'main.js');
}
