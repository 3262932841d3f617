import { mkdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { freePort } from './free-port.js';
import { type RunningStore, startStoreProcess, waitUntilReady } from './store-process.js';

export interface ClickHouseOptions {
  /** Holds the data and the log; the data belongs to one process at a time. */
  readonly folder: string;
  readonly port?: number;
}

/** Threads of libuv in the process: one per statement that may run at once, and some for compression and files. */
const THREADS = 16;

/**
 * Starts the ClickHouse process on 127.0.0.1: the chdb engine behind ClickHouse's HTTP interface. Runs from source where
 * this file does. Throws a SetupError when it does not start.
 */
export async function startClickHouse(options: ClickHouseOptions): Promise<RunningStore> {
  const port = options.port ?? (await freePort());
  const data = join(options.folder, 'data');
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const about = { name: 'The ClickHouse process', logFile: join(options.folder, 'clickhouse.log') };
  const main = join(import.meta.dirname, 'clickhouse-server', `main${extname(import.meta.filename)}`);
  const child = startStoreProcess({
    ...about,
    command: process.execPath,
    args: [main, '--path', data, '--port', String(port)],
    stopSignal: 'SIGTERM',
    env: { UV_THREADPOOL_SIZE: String(THREADS), TZ: 'UTC' },
  });
  const url = `http://127.0.0.1:${port}`;
  await waitUntilReady(about, child, () => isUp(url));
  return { ...child, port, url };
}

async function isUp(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/ping`)).ok;
  } catch {
    return false;
  }
}
