import { setTimeout as delay } from 'node:timers/promises';
import type { ChaosService, ChaosStack, ServiceName } from './chaos-stack.js';
import type { StoreAccess } from './store-access.js';

const LOOK_MS = 20;
const PATIENCE_MS = 10_000;

/** The lease's holder as its row names it, `<host>:<pid>:<uuid>`, while the lease is good; undefined where nobody holds it. */
export async function holderOf(stores: StoreAccess, service: ServiceName): Promise<string | undefined> {
  const text = `SELECT holder FROM ${service}.relay_lease WHERE name = 'relay' AND expires_at > clock_timestamp()`;
  return (await stores.sql<{ holder: string }>(text))[0]?.holder;
}

/** The process that publishes this service's outbox; where nobody does at the moment, the next one that will. */
export async function findHolder(stack: ChaosStack, stores: StoreAccess, service: ServiceName): Promise<ChaosService> {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    const pid = Number((await holderOf(stores, service))?.split(':').at(-2));
    const holder = stack.services.find((known) => known.service === service && known.process.pid === pid);
    if (holder) return holder;
    await delay(LOOK_MS);
  }
  throw new Error(`Nobody has held the relay of ${service} for ${PATIENCE_MS / 1_000} s`);
}
