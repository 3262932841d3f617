import { type JetStreamManager, jetstreamManager } from '@nats-io/jetstream';
import { millis, type NatsConnection } from '@nats-io/transport-node';
import { EVENTS, type ServiceName } from '@smartcontent/contracts';
import { type Database, setBackProjection, type Tx } from '@smartcontent/database';
import type { BusLog } from './bus-log.js';
import { durableConfig, durableName, eventStream, orMissing } from './streams.js';

/** Tables of a service that hold nothing but what handlers made of events, so that they can be made anew from them. */
export interface Projection {
  readonly name: string;
  /** Owners of those events. Every handler that the service has for them writes this projection and nothing else. */
  readonly sources: readonly ServiceName[];
  /** Removes what came of this source's events whose `time` is `from` or later, of all companies. Runs as `<svc>_system`. */
  readonly clear: (tx: Tx, range: { readonly source: ServiceName; readonly from: string }) => Promise<void>;
}

export interface RebuildOptions {
  readonly connection: NatsConnection;
  readonly service: ServiceName;
  readonly database: Database;
  readonly projection: Projection;
  readonly log: BusLog;
  /** Of the durables that are made anew, 30 unless told: one that was cut short has left none to ask. */
  readonly ackWaitSeconds?: number;
}

/** What a stream holds for less time than this may be gone before it is read again, so its effects stay as they are. */
const MARGIN_MS = 60 * 60_000;

/**
 * Has every event that the streams still hold handled anew: takes the durables away, sets projection and inbox back in one transaction, and
 * makes the durables again from the beginning. Returns at once; the replicas handle what comes then. Cut short anywhere, it is completed by
 * running it again; what was handled before and is older than the stream stays.
 */
export async function rebuildProjection({ connection, service, database, projection, log, ackWaitSeconds }: RebuildOptions): Promise<void> {
  const manager = await jetstreamManager(connection, { checkAPI: false });
  const sources = projection.sources.map((source) => {
    const stream = eventStream(source);
    return { source, stream, durable: durableName(service, stream), config: durableConfig(service, source, { ackWaitSeconds }) };
  });
  const parts = await Promise.all(
    sources.map(async ({ source, stream, durable }) => {
      const from = await readableFrom(manager, stream);
      return { consumer: durable, from, clear: (tx: Tx) => projection.clear(tx, { source, from }) };
    }),
  );
  // First, so that less of the old deliveries is under way below; none of them can do harm.
  await Promise.all(sources.map(({ stream, durable }) => takeAway(manager, stream, durable)));
  try {
    await setBackProjection(database, parts);
  } finally {
    // Also where nothing was set back, or nobody would read these streams any more: the inbox knows what comes again.
    for (const { stream, durable, config } of sources) {
      // Somebody may have made it meanwhile, and its place would be behind what has just been set back.
      await takeAway(manager, stream, durable);
      await manager.consumers.add(stream, config);
    }
  }
  log.info('a projection is made anew', {
    projection: projection.name,
    from: Object.fromEntries(parts.map(({ consumer, from }) => [consumer, from])),
  });
}

/**
 * The boot check of projections.
 * @throws Error that names a source without a handler, or one that two projections claim.
 */
export function assertProjections(service: ServiceName, projections: readonly Projection[], handled: readonly string[]): void {
  const owners = new Set(EVENTS.filter(({ subject }) => handled.includes(subject)).map(({ owner }) => owner));
  const claims = new Map<ServiceName, string[]>();
  for (const { name, sources } of projections) for (const source of sources) claims.set(source, [...(claims.get(source) ?? []), name]);
  const faults = [...claims].flatMap(([source, names]) => [
    ...(owners.has(source) ? [] : [`the projection ${names.join(', ')} is made of events of ${source}, which it does not handle`]),
    ...(names.length > 1 ? [`the projections ${names.join(', ')} share the events of ${source}`] : []),
  ]);
  if (faults.length > 0) throw new Error(`${service} cannot start: ${faults.join('; ')}`);
}

/** The time of the first event that can be read again; in the far future where there is none. */
async function readableFrom(manager: JetStreamManager, stream: string): Promise<string> {
  const { config, state } = await manager.streams.info(stream);
  const first = state.messages > 0 ? await manager.streams.getMessage(stream, { seq: state.first_seq }) : null;
  if (!first) return '9999-12-31T00:00:00.000Z';
  const expiresMs = config.max_age > 0 ? Date.now() - millis(config.max_age) + MARGIN_MS : 0;
  return new Date(Math.max(Date.parse(first.header.get('ce-time')) || first.time.getTime(), expiresMs)).toISOString();
}

/** Also where there is none. */
async function takeAway(manager: JetStreamManager, stream: string, durable: string): Promise<void> {
  await orMissing(manager.consumers.delete(stream, durable));
}
