import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort, measureMemory, totalMib, WORKSPACE } from '@smartcontent/local-stack';
import { makeFolder } from './bench-stores.js';
import { shellEnvironment } from './config.js';
import { type Bench, rounded } from './figures.js';

/** The supervisor's last line but one; whoever waits for the platform waits for it. */
const READY = /^ready after/m;
const START_SECONDS = 300;
const STOP_SECONDS = 60;
/** The collectors of the runtimes give back what the start needed. */
const IDLE_SECONDS = 20;

/** A clean clone until ready, the same folder again, and what the platform then holds in memory when nobody asks it anything. */
export const startBench: Bench = {
  aims: {
    clean_start_seconds: { most: 180 },
    second_start_seconds: { most: 15 },
    idle_pss_mib: { most: 1_536 },
  },
  async run(scope) {
    const clone = join(makeFolder(scope), 'smartcontent');
    execFileSync('git', ['clone', '--quiet', WORKSPACE, clone]);
    const home = join(clone, '.smartcontent');
    const environment = { ...shellEnvironment(), SMARTCONTENT_HOME: home, SMARTCONTENT_PORT: String(await freePort()) };
    const first = await npmStart(scope, clone, environment);
    await first.stop();
    const second = await npmStart(scope, clone, environment);
    await delay(IDLE_SECONDS * 1_000);
    const idleMib = totalMib(measureMemory(home));
    await second.stop();
    return {
      clean_start_seconds: rounded(first.seconds),
      second_start_seconds: rounded(second.seconds),
      idle_pss_mib: idleMib,
    };
  },
};

interface Started {
  /** From the command to the line that says it is ready. */
  readonly seconds: number;
  stop(): Promise<void>;
}

async function npmStart(scope: AsyncDisposableStack, cwd: string, env: Record<string, string>): Promise<Started> {
  console.log('npm start');
  const startedAt = performance.now();
  // A group of its own, so that it can be told to stop as a terminal does.
  const child = spawn('npm', ['start'], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const stop = () => stopped(child);
  scope.defer(stop);
  let said = '';
  const ready = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        process.stdout.write(chunk);
        said += chunk;
        if (READY.test(said)) resolve();
      });
    }
  });
  const timer = AbortSignal.timeout(START_SECONDS * 1_000);
  const failed = Promise.race([once(child, 'exit'), once(timer, 'abort')]).then(() => {
    throw new Error(`npm start did not become ready: ${said.slice(-2_000)}`);
  });
  failed.catch(() => undefined);
  await Promise.race([ready, failed]);
  return { seconds: (performance.now() - startedAt) / 1_000, stop };
}

/** As Ctrl-C does, which reaches npm and what it runs alike; throws when the platform does not end by it. Its supervisor writes to the same pipe, so this waits for that too. */
async function stopped(child: ChildProcess): Promise<void> {
  if (child.stdout?.destroyed) return;
  const exited = once(child, 'close', { signal: AbortSignal.timeout(STOP_SECONDS * 1_000) });
  process.kill(-(child.pid as number), 'SIGINT');
  await exited;
}
