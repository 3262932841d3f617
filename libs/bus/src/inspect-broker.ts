import { type JetStreamManager, jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import type { EventContract, ServiceName } from '@smartcontent/contracts';
import { AUDIT_STREAM, auditRights } from './audit-ends.js';
import { deadLetterStream } from './dead-letter-streams.js';
import { durableConfigs, eventStream, orMissing, streamConfigs } from './streams.js';

/** What stands between a service and its work on this broker. */
export interface BrokerFindings {
  /** What no waiting mends, in words. */
  readonly faults: readonly string[];
  /** Streams and durables that the migrate step has not made yet. */
  readonly missing: readonly string[];
}

/** A payload of this size must fit; it is what a NATS server takes unless it is told otherwise. */
const LEAST_PAYLOAD_BYTES = 1024 * 1024;
/** With another value of these a message would be lost, be skipped or never come; the rest is a matter of limits. */
const STREAM_PROMISES = ['subjects', 'retention', 'discard'] as const;
const DURABLE_PROMISES = ['filter_subject', 'ack_policy', 'max_deliver', 'replay_policy'] as const;

/**
 * Looks, with the service's own rights, whether the server, the service's streams and its durables are what the contracts ask for. Changes
 * nothing: that is the migrate step's.
 * @throws the client's error where NATS does not answer.
 */
export async function inspectBroker(
  connection: NatsConnection,
  service: ServiceName,
  events: readonly EventContract[],
): Promise<BrokerFindings> {
  const server = serverFaults(connection);
  if (server.length > 0) return { faults: server, missing: [] };
  const manager = await jetstreamManager(connection, { checkAPI: false });
  const found = await Promise.all([...streamsOf(manager, service, events), ...durablesOf(manager, service, events)]);
  return { faults: found.flatMap(({ faults }) => faults), missing: found.flatMap(({ missing }) => missing) };
}

function serverFaults({ info }: NatsConnection): string[] {
  const faults: string[] = [];
  if (info && !info.jetstream) faults.push('the NATS server runs without JetStream');
  if (info && info.max_payload < LEAST_PAYLOAD_BYTES) {
    faults.push(`the NATS server takes messages of ${info.max_payload} bytes; max_payload must be ${LEAST_PAYLOAD_BYTES} at least`);
  }
  return faults;
}

/** The streams that the service fills or empties; of those that it only reads its durable tells. */
function streamsOf(manager: JetStreamManager, service: ServiceName, events: readonly EventContract[]): Promise<BrokerFindings>[] {
  const isIngest = service === 'gateway' || service === 'analytics';
  const isAudited = auditRights(service).length > 0;
  const own = [eventStream(service), deadLetterStream(service), ...(isAudited ? [AUDIT_STREAM] : []), ...(isIngest ? ['INGEST'] : [])];
  return streamConfigs(events, {})
    .filter((wanted) => own.includes(wanted.name))
    .map(async (wanted) => {
      const found = await orMissing(manager.streams.info(wanted.name));
      return compare(`stream ${wanted.name}`, found?.config, wanted, STREAM_PROMISES);
    });
}

function durablesOf(manager: JetStreamManager, service: ServiceName, events: readonly EventContract[]): Promise<BrokerFindings>[] {
  const consumed = events.filter((event) => event.consumers.includes(service));
  return [...durableConfigs(consumed)].flatMap(([stream, durables]) =>
    durables
      .filter(({ durable_name }) => durable_name?.startsWith(`${service}_`))
      .map(async (wanted) => {
        const name = wanted.durable_name as string;
        const found = await orMissing(manager.consumers.info(stream, name));
        return compare(`durable ${name}`, found?.config, wanted, DURABLE_PROMISES);
      }),
  );
}

function compare<T extends object>(what: string, found: T | undefined, wanted: Partial<T>, promises: readonly (keyof T)[]): BrokerFindings {
  if (!found) return { faults: [], missing: [what] };
  const broken = promises.filter((name) => JSON.stringify(found[name]) !== JSON.stringify(wanted[name]));
  const faults = broken.map((name) => `${what} has ${String(name)} ${JSON.stringify(found[name])}, not ${JSON.stringify(wanted[name])}`);
  return { faults, missing: [] };
}
