import { setTimeout as delay } from 'node:timers/promises';
import type { ChaosProcess } from './chaos-process.js';
import type { ChaosStack, ServiceName } from './chaos-stack.js';
import type { Fault } from './fault-plan.js';
import type { Load } from './load.js';
import { loseTail } from './lost-tail.js';
import { findHolder, takeOverMs } from './relay-holder.js';
import type { StoreAccess } from './store-access.js';
import { whenIngestIsStored } from './when-drained.js';

export interface Scene {
  readonly stack: ChaosStack;
  readonly stores: StoreAccess;
  readonly load: Pick<Load, 'pauseIngest' | 'resumeIngest'>;
}

/** When the outage was over, and what to say about it. */
export interface Injected {
  readonly endedAtMs: number;
  readonly note: string;
  /** Where the relay's holder was hurt: milliseconds until another process held the lease. */
  readonly takeOver?: Promise<number | undefined>;
}

type Injector = (scene: Scene, fault: Fault, target: string) => Promise<Injected>;
type StoreTarget = 'nats' | 'postgres' | 'redis' | 'clickhouse';

const RELAYS: readonly ServiceName[] = ['content', 'scheduling'];
const CONSUMERS: readonly ServiceName[] = ['content', 'scheduling', 'analytics'];
const EVENT_STREAMS = ['EVT_CONTENT', 'EVT_SCHEDULING'];
/** Long enough for a few events to be waiting for a consumer. */
const GATHER_MS = 500;
/** Long enough for it to have taken them. */
const SILENCE_MS = 500;

/** Makes the fault happen and returns when its outage is over; the recovery comes after. */
export async function injectFault(scene: Scene, fault: Fault): Promise<Injected> {
  const [family = '', ...target] = fault.kind.split(' ');
  const injector = INJECTORS[family];
  if (!injector) throw new Error(`Nobody knows how to ${fault.kind}`);
  return injector(scene, fault, target.join(' '));
}

const INJECTORS: Readonly<Record<string, Injector>> = {
  kill: async (scene, fault, target) => {
    if (target === 'relay holder') return killHolder(scene, fault);
    if (target === 'mid transaction') return killMidTransaction(scene, fault);
    if (isStore(target)) return killStore(scene.stack.stores[target].process, fault);
    return killProcess(replicaOf(scene.stack, target as ServiceName, fault));
  },
  stop: async (scene, fault, target) => {
    if (target === 'relay holder') return stopHolder(scene, fault);
    const process = replicaOf(scene.stack, pick(CONSUMERS, fault.choice), fault);
    await stopFor(process, fault.lengthMs);
    return over(process.name);
  },
  cut: async ({ stack }, fault, target) => {
    const { proxy } = stack.stores[target as StoreTarget];
    await proxy.cut();
    await delay(fault.lengthMs);
    await proxy.mend();
    return over(target);
  },
  hole: async ({ stack }, fault, target) => {
    const { proxy } = stack.stores[target as StoreTarget];
    const end = fault.choice < 0.5 ? 'resume' : 'reset';
    proxy.hold();
    await delay(fault.lengthMs);
    proxy.release(end);
    return over(`${target}, then ${end}`);
  },
  full: (scene, fault, target) => fillStream(scene, fault, target === 'ingest' ? 'INGEST' : pick(EVENT_STREAMS, fault.choice)),
  lost: async ({ stack, stores, load }) => {
    await load.pauseIngest();
    try {
      await whenIngestIsStored(stores);
      await loseTail(stack);
      return over('nats');
    } finally {
      load.resumeIngest();
    }
  },
};

async function killProcess(process: ChaosProcess): Promise<Injected> {
  const { pid } = process;
  await process.kill();
  return over(`${process.name}, pid ${pid}`);
}

async function killStore(process: ChaosProcess, { lengthMs }: Fault): Promise<Injected> {
  process.holdDown();
  const killed = await killProcess(process);
  await delay(lengthMs);
  process.letStart();
  return lengthMs > 0 ? over(killed.note) : killed;
}

/**
 * A consumer is stopped until events wait for it; it goes on while Postgres is silent, so that its transactions stay open, and is killed
 * amid them.
 */
async function killMidTransaction({ stack }: Scene, fault: Fault): Promise<Injected> {
  const { proxy } = stack.stores.postgres;
  const process = replicaOf(stack, pick(CONSUMERS, fault.choice), fault);
  await stopFor(process, GATHER_MS, () => proxy.hold());
  await delay(SILENCE_MS);
  const killed = await killProcess(process);
  proxy.release('resume');
  return killed;
}

async function killHolder({ stack, stores }: Scene, { choice }: Fault): Promise<Injected> {
  const service = pick(RELAYS, choice);
  const { process, holder } = await findHolder(stack, stores, service);
  const killed = await killProcess(process);
  return { ...killed, takeOver: takeOverMs(stores, service, holder, killed.endedAtMs) };
}

/** The others must not wait for its end. */
async function stopHolder({ stack, stores }: Scene, fault: Fault): Promise<Injected> {
  const service = pick(RELAYS, fault.choice);
  const { process, holder } = await findHolder(stack, stores, service);
  const takeOver = takeOverMs(stores, service, holder, Date.now());
  await stopFor(process, fault.lengthMs);
  return { ...over(process.name), takeOver };
}

async function stopFor(process: ChaosProcess, lengthMs: number, beforeItGoesOn = () => {}): Promise<void> {
  process.signal('SIGSTOP');
  await delay(lengthMs);
  beforeItGoesOn();
  process.signal('SIGCONT');
}

/** No room for one byte more than the stream holds; then as much as it had. */
async function fillStream({ stores }: Scene, { lengthMs }: Fault, stream: string): Promise<Injected> {
  const manager = await stores.streams();
  const { config, state } = await manager.streams.info(stream);
  await manager.streams.update(stream, { ...config, max_bytes: Math.max(state.bytes, 1) });
  await delay(lengthMs);
  await manager.streams.update(stream, config);
  return over(`${stream} at ${state.bytes} bytes`);
}

function replicaOf(stack: ChaosStack, service: ServiceName, { choice }: Fault): ChaosProcess {
  const replicas = stack.services.filter((known) => known.service === service);
  // What is left of the number after it has picked among others is as even as the number itself.
  return pick(replicas, (choice * 7_919) % 1).process;
}

function pick<T>(items: readonly T[], choice: number): T {
  return items[Math.min(Math.floor(choice * items.length), items.length - 1)] as T;
}

function isStore(target: string): target is StoreTarget {
  return ['nats', 'postgres', 'redis', 'clickhouse'].includes(target);
}

function over(note: string): Injected {
  return { endedAtMs: Date.now(), note };
}
