import { setTimeout as delay } from 'node:timers/promises';
import type { ChaosProcess } from './chaos-process.js';
import type { ChaosStack, ServiceName } from './chaos-stack.js';
import type { StoreAccess } from './store-access.js';

const LOOK_MS = 20;
const PATIENCE_MS = 10_000;

/** The lease's holder as its row names it, `<host>:<pid>:<uuid>`, while the lease is good; undefined where nobody holds it. */
async function holderOf(stores: StoreAccess, service: ServiceName): Promise<string | undefined> {
  const text = `SELECT holder FROM ${service}.relay_lease WHERE name = 'relay' AND expires_at > clock_timestamp()`;
  return (await stores.sql<{ holder: string }>(text))[0]?.holder;
}

/** The process that publishes this service's outbox, and its name in the lease; where nobody does at the moment, the next one that will. */
export async function findHolder(
  stack: ChaosStack,
  stores: StoreAccess,
  service: ServiceName,
): Promise<{ process: ChaosProcess; holder: string }> {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    const holder = await holderOf(stores, service);
    const pid = Number(holder?.split(':').at(-2));
    const found = stack.services.find((known) => known.service === service && known.process.pid === pid);
    if (found && holder) return { process: found.process, holder };
    await delay(LOOK_MS);
  }
  throw new Error(`Nobody has held the relay of ${service} for ${PATIENCE_MS / 1_000} s`);
}

/** Milliseconds from `sinceMs` until another process holds the lease; undefined where none does within ten seconds. */
export async function takeOverMs(
  stores: StoreAccess,
  service: ServiceName,
  before: string | undefined,
  sinceMs: number,
): Promise<number | undefined> {
  while (Date.now() < sinceMs + PATIENCE_MS) {
    const holder = await holderOf(stores, service).catch(() => undefined);
    if (holder !== undefined && holder !== before) return Date.now() - sinceMs;
    await delay(LOOK_MS);
  }
  return undefined;
}
