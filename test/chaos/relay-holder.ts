import type { ChaosService, ChaosStack, ServiceName } from './chaos-stack.js';
import type { StoreAccess } from './store-access.js';

/** The lease's holder as its row names it, `<host>:<pid>:<uuid>`, while the lease is good; undefined where nobody holds it. */
export async function holderOf(stores: StoreAccess, service: ServiceName): Promise<string | undefined> {
  const text = `SELECT holder FROM ${service}.relay_lease WHERE name = 'relay' AND expires_at > clock_timestamp()`;
  return (await stores.sql<{ holder: string }>(text))[0]?.holder;
}

/** The process that publishes this service's outbox now. */
export async function findHolder(stack: ChaosStack, stores: StoreAccess, service: ServiceName): Promise<ChaosService | undefined> {
  const pid = Number((await holderOf(stores, service))?.split(':').at(-2));
  return stack.services.find((known) => known.service === service && known.process.pid === pid);
}
