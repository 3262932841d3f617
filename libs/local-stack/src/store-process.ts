import { spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { lastWords } from './last-words.js';
import { openLog } from './open-log.js';
import { SetupError } from './setup-error.js';

/** A store that this process started; it ends with this process, however that ends. */
export interface RunningStore {
  /** Address without credentials of services: `nats://…`, `redis://…`, `http://…`; Postgres with its administrator's. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Settles when the process has ended, with how it did (`exit 1`, `SIGKILL`). */
  readonly exited: Promise<string>;
  /** Ends it cleanly; by force after ten seconds. */
  stop(): Promise<void>;
}

export interface StoreProcessOptions {
  /** For messages: `Postgres`. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Where its output goes, appended. */
  readonly logFile: string;
  /** The signal that ends it cleanly. */
  readonly stopSignal: 'SIGINT' | 'SIGTERM';
  readonly env?: Readonly<Record<string, string>>;
  /** Whom it runs as, when this process is root and the store refuses that. */
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
}

export type StoreProcess = Pick<RunningStore, 'pid' | 'exited' | 'stop'>;

const STOP_SECONDS = 10;
const POLL_MILLISECONDS = 20;

// A store does not watch its stdin, so a shell does it: a detached reader waits for the end of the pipe and signals the
// store, into which the shell itself has turned (`exec` keeps the pid). The double fork keeps the reader from being the
// store's child: Postgres treats a child that it does not know as a crash.
const ENDS_WITH_PIPE = '( { cat <&3; kill -s "$0" $$; } >/dev/null 2>&1 & ) 3<&0; exec "$@" </dev/null';

/** Starts a server in a session of its own (Ctrl-C reaches only this process), tied to this process by a pipe. */
export function startStoreProcess(options: StoreProcessOptions): StoreProcess {
  const log = openLog(options.logFile);
  const child = spawn('/bin/sh', ['-c', ENDS_WITH_PIPE, options.stopSignal.slice(3), options.command, ...options.args], {
    stdio: ['pipe', log, log],
    detached: true,
    cwd: '/',
    env: { PATH: '/usr/local/bin:/usr/bin:/bin', ...options.env },
    ...options.user,
  });
  closeSync(log);
  const exited = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `exit ${code}`));
    child.once('error', (error) => resolve(error.message));
  });
  // The pipe and the process must not keep a finished parent alive; the pipe's end then ends the store.
  child.unref();
  (child.stdin as Socket).unref();
  return { pid: child.pid ?? -1, exited, stop: () => stopChild(child.pid, options.stopSignal, exited) };
}

/** Asks a child to end, and forces it after ten seconds. */
export async function stopChild(pid: number | undefined, signal: NodeJS.Signals, exited: Promise<string>): Promise<void> {
  if (pid === undefined) return;
  const isGone = exited.then(() => true);
  for (const next of [signal, 'SIGKILL'] as const) {
    const hasEnded = await Promise.race([isGone, delay(0, false)]);
    if (hasEnded) return;
    process.kill(pid, next);
    const abort = new AbortController();
    const timeUp = delay(STOP_SECONDS * 1000, false, { signal: abort.signal }).catch(() => false);
    const isEnded = await Promise.race([isGone, timeUp]);
    abort.abort();
    if (isEnded) return;
  }
}

/** Waits until the store answers. Throws a SetupError with its last words when it ends first or takes too long. */
export async function waitUntilReady(
  options: Pick<StoreProcessOptions, 'name' | 'logFile'>,
  child: StoreProcess,
  isReady: () => boolean | Promise<boolean>,
  timeoutSeconds = 60,
): Promise<void> {
  let ended: string | undefined;
  void child.exited.then((how) => {
    ended = how;
  });
  const deadline = Date.now() + timeoutSeconds * 1000;
  while (!(await isReady())) {
    if (ended !== undefined) throw new SetupError(`${options.name} did not start (${ended}): ${lastWords(options.logFile)}`);
    if (Date.now() > deadline) {
      await child.stop();
      throw new SetupError(`${options.name} did not answer within ${timeoutSeconds} s; its log is ${options.logFile}`);
    }
    await delay(POLL_MILLISECONDS);
  }
}
