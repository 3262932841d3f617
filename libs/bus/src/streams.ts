import {
  AckPolicy,
  type ConsumerConfig,
  DeliverPolicy,
  DiscardPolicy,
  JetStreamApiError,
  type JetStreamManager,
  jetstreamManager,
  ReplayPolicy,
  RetentionPolicy,
  StorageType,
  type StreamConfig,
} from '@nats-io/jetstream';
import { type NatsConnection, nanos } from '@nats-io/transport-node';
import { type EventContract, OPERATED_SERVICES, type ServiceName } from '@smartcontent/contracts';
import { AUDIT_STREAM } from './audit-ends.js';
import { deadLetterStream, deadLetterSubjects, moveSharedLetters, retireSharedStream } from './dead-letter-streams.js';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const ACK_WAIT_SECONDS = 30;
/** Deliveries that one durable may have open over all replicas; more than one process keeps waiting, or a few aggregates would stop all others. */
const MAX_ACK_PENDING = 5_000;

export interface StreamOptions {
  /** Copies in a cluster; 1 on a single server. */
  readonly replicas?: number;
  /** Size of INGEST, 1 GiB unless told; analytics purges what it has stored, so this bounds only what is not stored yet. */
  readonly ingestMaxBytes?: number;
  /** A delivery that is neither settled nor reported as under way for this long goes to another replica; 30 unless told. */
  readonly ackWaitSeconds?: number;
}

/** `EVT_CONTENT` of `content`. */
export function eventStream(owner: ServiceName): string {
  return `EVT_${owner.toUpperCase()}`;
}

/** One durable per service and source stream, dispatched in process by subject. */
export function durableName(service: ServiceName, stream: string): string {
  return `${service}_${stream}`;
}

/**
 * Brings streams and durables to the shape that the contracts ask for, and says in words what it changed; run by the migrate step.
 * Everything in it is known to nats-server 2.9. Durables keep their place: only limits are changed in existing ones.
 */
export async function convergeStreams(
  connection: NatsConnection,
  events: readonly EventContract[],
  options: StreamOptions = {},
): Promise<string[]> {
  const manager = await jetstreamManager(connection);
  const done = await retireSharedStream(manager);
  for (const config of streamConfigs(events, options)) done.push(...(await convergeStream(manager, config)));
  done.push(...(await moveSharedLetters(connection, manager)));
  for (const [stream, config] of durableConfigs(events, options)) done.push(...(await convergeDurable(manager, stream, config)));
  return done;
}

type StreamShape = Pick<
  StreamConfig,
  'name' | 'subjects' | 'retention' | 'storage' | 'discard' | 'max_age' | 'max_bytes' | 'duplicate_window' | 'num_replicas'
> &
  Partial<Pick<StreamConfig, 'max_msgs_per_subject'>>;

/** The streams that the contracts ask for. */
export function streamConfigs(events: readonly EventContract[], options: StreamOptions): StreamShape[] {
  const shape = (name: string, subject: string, days: number, maxBytes = -1): StreamShape => ({
    name,
    subjects: [subject],
    retention: RetentionPolicy.Limits,
    storage: StorageType.File,
    // Old would lose silently; new makes the outbox wait and ingest answer 503.
    discard: DiscardPolicy.New,
    max_age: nanos(days * DAY_MS),
    max_bytes: maxBytes,
    duplicate_window: nanos(10 * MINUTE_MS),
    num_replicas: options.replicas ?? 1,
  });
  const owners = new Set(events.map((event) => event.owner));
  return [
    ...[...owners].map((owner) => shape(eventStream(owner), `evt.${owner}.>`, 30)),
    shape('INGEST', 'ingest.>', 7, options.ingestMaxBytes ?? 1024 ** 3),
    ...OPERATED_SERVICES.map((service) => shape(deadLetterStream(service), deadLetterSubjects(service), 90)),
    // For good: the last end of each chain is all that it holds.
    { ...shape(AUDIT_STREAM, 'audit.>', 0), max_msgs_per_subject: 1 },
  ];
}

type DurableShape = Pick<
  ConsumerConfig,
  'durable_name' | 'filter_subject' | 'ack_policy' | 'ack_wait' | 'max_deliver' | 'max_ack_pending' | 'deliver_policy' | 'replay_policy'
>;

/** The durables that the contracts ask for, by the stream they read. */
export function durableConfigs(events: readonly EventContract[], options: StreamOptions = {}): Map<string, DurableShape[]> {
  const durables = new Map<string, Map<string, DurableShape>>();
  for (const event of events) {
    const stream = eventStream(event.owner);
    const ofStream = durables.get(stream) ?? new Map<string, DurableShape>();
    durables.set(stream, ofStream);
    for (const service of event.consumers) {
      const config = durableConfig(service, event.owner, options);
      ofStream.set(config.durable_name as string, config);
    }
  }
  return new Map([...durables].map(([stream, byName]) => [stream, [...byName.values()]]));
}

/** The durable with which a service reads all events of an owner, from the beginning of their stream. */
export function durableConfig(
  service: ServiceName,
  owner: ServiceName,
  { ackWaitSeconds = ACK_WAIT_SECONDS }: StreamOptions = {},
): DurableShape {
  return {
    durable_name: durableName(service, eventStream(owner)),
    filter_subject: `evt.${owner}.>`,
    ack_policy: AckPolicy.Explicit,
    ack_wait: nanos(ackWaitSeconds * 1_000),
    // The inbox counts the attempts that count; the server's limit would drop events during an outage.
    max_deliver: -1,
    max_ack_pending: MAX_ACK_PENDING,
    deliver_policy: DeliverPolicy.All,
    replay_policy: ReplayPolicy.Instant,
  };
}

/** Makes those of these durables that a stream lacks, from its beginning: the inboxes know what was handled. Returns their names. */
export async function restoreDurables(manager: JetStreamManager, stream: string, durables: readonly DurableShape[]): Promise<string[]> {
  const restored: string[] = [];
  for (const config of durables) {
    const name = config.durable_name as string;
    if (await orMissing(manager.consumers.info(stream, name))) continue;
    await manager.consumers.add(stream, config);
    restored.push(name);
  }
  return restored;
}

async function convergeStream(manager: JetStreamManager, wanted: StreamShape): Promise<string[]> {
  const found = await orMissing(manager.streams.info(wanted.name));
  if (!found) {
    await manager.streams.add(wanted);
    return [`made stream ${wanted.name}`];
  }
  const changed = differences(found.config, wanted);
  if (changed.length === 0) return [];
  await manager.streams.update(wanted.name, { ...found.config, ...wanted });
  return [`changed ${changed.join(', ')} of stream ${wanted.name}`];
}

async function convergeDurable(manager: JetStreamManager, stream: string, wanted: DurableShape[]): Promise<string[]> {
  const done: string[] = [];
  for (const config of wanted) {
    const name = config.durable_name as string;
    const found = await orMissing(manager.consumers.info(stream, name));
    if (!found) {
      await manager.consumers.add(stream, config);
      done.push(`made durable ${name}`);
      continue;
    }
    // Where a durable starts cannot be changed afterwards; the relay makes some anew with another start.
    const { deliver_policy: _, replay_policy: __, ...limits } = config;
    const changed = differences(found.config, limits);
    if (changed.length === 0) continue;
    await manager.consumers.update(stream, name, { ...found.config, ...limits });
    done.push(`changed ${changed.join(', ')} of durable ${name}`);
  }
  return done;
}

function differences(found: object, wanted: object): string[] {
  const current = found as Record<string, unknown>;
  return Object.entries(wanted)
    .filter(([name, value]) => JSON.stringify(current[name]) !== JSON.stringify(value))
    .map(([name]) => name);
}

/** The answer, or undefined where the server knows no such stream or durable. */
export async function orMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof JetStreamApiError && error.status === 404) return undefined;
    throw error;
  }
}
