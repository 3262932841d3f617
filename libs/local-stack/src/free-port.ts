import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below what Linux and macOS give to outgoing connections: one of those would take the port of a server that restarts. */
const RANGE = { from: 10_000, to: 32_000 };
const MOST_TRIES = 100;

/** A TCP port on 127.0.0.1 that nobody listens on: the preferred one when it is free. @throws Error where a hundred ports are all taken */
export async function freePort(preferred = 0): Promise<number> {
  if (preferred !== 0 && (await isPortFree(preferred))) return preferred;
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    // At random, so that two platforms that start at the same time do not take the same.
    const port = randomInt(RANGE.from, RANGE.to);
    if (await isPortFree(port)) return port;
  }
  throw new Error(`No free port found between ${RANGE.from} and ${RANGE.to}`);
}

export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
