import { fstatSync } from 'node:fs';
import { Log } from './log.js';
import type { RunningService } from './running-service.js';
import { ConfigError } from './service-config.js';

/** sysexits.h: the configuration is wrong; a restart does not help. */
const EXIT_CONFIG = 78;
const STOP_TIMEOUT_MS = 30_000;

/**
 * The whole of a main.ts: runs a service until SIGTERM, SIGINT or the end of its supervisor, then disposes it and exits.
 * A service that `failed` is not disposed: what it would wait for does not come.
 * Exit codes: 0 after a clean stop, 78 for a wrong configuration (one line on stderr), 1 for anything else.
 */
export async function runService(start: () => Promise<AsyncDisposable & Partial<Pick<RunningService, 'failed'>>>): Promise<void> {
  const stopping = stopRequested();
  try {
    const service = await Promise.race([start(), stopping]);
    if (service === 'stop') return process.exit(0);
    await Promise.race([stopping, service.failed ?? stopping]);
    setTimeout(() => exitLate(), STOP_TIMEOUT_MS).unref();
    await service[Symbol.asyncDispose]();
    process.exit(0);
  } catch (error) {
    if (error instanceof ConfigError) {
      process.stderr.write(`${error.message}\n`);
      process.exit(EXIT_CONFIG);
    }
    Log.open('service', 'info').error('the service cannot run', { error });
    process.exit(1);
  }
}

/** Resolves at the first reason to stop; a second signal ends the process at once. */
function stopRequested(): Promise<'stop'> {
  const { promise, resolve } = Promise.withResolvers<'stop'>();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      process.once(signal, () => process.exit(1));
      resolve('stop');
    });
  }
  onSupervisorEnd(() => resolve('stop'));
  return promise;
}

/**
 * A supervisor holds the other end of stdin, or an IPC channel: when it dies in whatever way, the kernel closes it. A
 * terminal, a file or /dev/null says nothing about a supervisor and is left alone.
 */
function onSupervisorEnd(listener: () => void): void {
  process.once('disconnect', listener);
  if (!isStdinPipe()) return;
  process.stdin.once('end', listener).once('error', listener).resume();
}

function isStdinPipe(): boolean {
  try {
    const stdin = fstatSync(0);
    return stdin.isFIFO() || stdin.isSocket();
  } catch {
    return false;
  }
}

function exitLate(): never {
  process.stderr.write(`still not stopped after ${STOP_TIMEOUT_MS / 1_000} s, ending anyway\n`);
  process.exit(1);
}
