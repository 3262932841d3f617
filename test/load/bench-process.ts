import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { SERVICE_FLAGS } from '@smartcontent/local-stack';

const READY_SECONDS = 30;
const POLL_MS = 50;

export interface ProcessOptions {
  /** A built main file. */
  readonly main: string;
  readonly env: Readonly<Record<string, string>>;
  readonly logFile: string;
  /** Answers 200 once the process can work. */
  readonly readyUrl: string;
}

/** Starts a Node process that ends with the scope, or with this process: it watches the pipe that is its stdin. Returns when it is ready. */
export async function startProcess(scope: AsyncDisposableStack, options: ProcessOptions): Promise<void> {
  const { main, env, logFile, readyUrl } = options;
  const log = openSync(logFile, 'a');
  const child = spawn(process.execPath, [...SERVICE_FLAGS, main], { stdio: ['pipe', log, log], env: { NODE_ENV: 'production', ...env } });
  closeSync(log);
  let isRunning = true;
  const exited = new Promise<void>((resolve) =>
    child.once('exit', () => {
      isRunning = false;
      resolve();
    }),
  );
  scope.defer(async () => {
    if (isRunning) child.kill('SIGTERM');
    await exited;
  });
  const deadline = Date.now() + READY_SECONDS * 1_000;
  while (!(await isReady(readyUrl))) {
    if (!isRunning || Date.now() > deadline)
      throw new Error(`${main} did not become ready: ${readFileSync(logFile, 'utf8').slice(-2_000)}`);
    await delay(POLL_MS);
  }
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}
