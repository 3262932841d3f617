import { connect } from 'node:net';
import type { StackConfig, StoreName } from './config.js';
import { SetupError } from './setup-error.js';

const DEFAULT_PORTS: Readonly<Record<string, number>> = {
  'postgres:': 5432,
  'postgresql:': 5432,
  'nats:': 4222,
  'redis:': 6379,
  'https:': 443,
};
const PATIENCE_MS = 5_000;

/** Throws a SetupError that names the variable when nothing listens where a store is said to run. */
export async function assertReachable(urls: StackConfig['externalUrls']): Promise<void> {
  const given = Object.entries(urls) as [StoreName, string][];
  for (const [store, url] of given) {
    // A NATS cluster is a list; one server is enough to begin with.
    const { hostname, port, protocol } = new URL(url.split(',')[0] as string);
    const number = Number(port) || (DEFAULT_PORTS[protocol] ?? 80);
    const isListening = await answers(hostname, number);
    if (!isListening) throw new SetupError(`SMARTCONTENT_${store.toUpperCase()}_URL: nothing answers at ${hostname}:${number}`);
  }
}

function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: PATIENCE_MS });
    const finish = (isUp: boolean) => {
      socket.destroy();
      resolve(isUp);
    };
    socket.once('connect', () => finish(true));
    socket.once('error', () => finish(false));
    socket.once('timeout', () => finish(false));
  });
}
