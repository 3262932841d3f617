import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { measureMemory, readStackConfig, totalMib, WORKSPACE } from '@smartcontent/local-stack';

export interface Platform {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly sandboxUrl: string;
  /** Proportional memory of everything that runs for the platform; 0 where the system does not tell. */
  memoryMib(): Promise<number>;
  /** Ends a platform that the demo has started; leaves one that ran before alone. */
  stop(): Promise<void>;
}

interface DemoFile {
  readonly base_url: string;
  readonly sandbox_url?: string;
  readonly api_key: string;
}

const POLL_MS = 250;

/** The platform that runs in this checkout, or one started for the demo. */
export async function findOrStartPlatform(): Promise<Platform> {
  const { home } = readStackConfig();
  const running = await readRunning(home);
  if (running) return asPlatform(home, running, async () => undefined);
  console.log('No platform runs here: starting one for the demo');
  const child = spawn(process.execPath, [join(WORKSPACE, 'scripts', 'start.mjs')], { stdio: ['ignore', 'inherit', 'inherit'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async () => {
    child.kill('SIGINT');
    await ended;
  };
  try {
    return asPlatform(home, await awaitRunning(home, child), stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function awaitRunning(home: string, child: ChildProcess): Promise<DemoFile> {
  for (;;) {
    const running = await readRunning(home);
    if (running) return running;
    if (child.exitCode !== null || child.signalCode !== null) throw new Error('the platform did not start');
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** The demo's address and key, once they are valid on a platform that answers. */
async function readRunning(home: string): Promise<DemoFile | undefined> {
  const file = join(home, 'demo.json');
  if (!existsSync(file)) return undefined;
  const demo = JSON.parse(readFileSync(file, 'utf8')) as DemoFile;
  try {
    const response = await fetch(`${demo.base_url}/v1/me`, { headers: { authorization: `Bearer ${demo.api_key}` } });
    return response.ok ? demo : undefined;
  } catch {
    return undefined;
  }
}

function asPlatform(home: string, demo: DemoFile, stop: () => Promise<void>): Platform {
  if (!demo.sandbox_url) throw new Error('the platform runs no sandbox, which the demo publishes to');
  return {
    baseUrl: demo.base_url,
    apiKey: demo.api_key,
    sandboxUrl: demo.sandbox_url,
    memoryMib: async () => totalMib(measureMemory(home)),
    stop,
  };
}
