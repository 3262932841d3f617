import { fork } from 'node:child_process';
import { join } from 'node:path';
import { WORKSPACE } from './config.js';
import type { migrateStores } from './migrate.js';
import type { Told } from './migrate-main.js';
import { SetupError } from './setup-error.js';

const MAIN = join(WORKSPACE, 'libs', 'local-stack', 'dist', 'migrate-main.js');

/**
 * `migrateStores` in a process that ends afterwards: the clients of three stores and everything that migrations take would otherwise stay
 * with the supervisor, a hundred megabytes for as long as the platform runs.
 * @throws SetupError with the reason of the first that failed
 */
export async function migrateInProcess(...options: Parameters<typeof migrateStores>): Promise<number> {
  const child = fork(MAIN, { execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const told = await new Promise<Told>((resolve) => {
    child.once('message', (message: Told) => resolve(message));
    child.once('error', (error) => resolve({ failure: `migrating the stores failed: ${error.message}` }));
    child.once('exit', (code, signal) => resolve({ failure: `migrating the stores ended (${signal ?? `exit ${code}`})` }));
    child.send(options, () => undefined);
  });
  if ('failure' in told) throw new SetupError(told.failure);
  return told.steps;
}
