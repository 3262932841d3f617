import { JetStreamApiError, type JetStreamManager, jetstream } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { OPERATED_SERVICES, type OperatedService, type ServiceName } from '@smartcontent/contracts';
import { storedMessages } from './stored-messages.js';

/** Held the dead letters of all services, before each had a stream that the others cannot read. */
const SHARED_STREAM = 'DLQ';
/** Nobody publishes to it: a stream must have a subject. */
const RETIRED_SUBJECT = 'retired.dlq';

/** `DLQ_CONTENT` of `content`. */
export function deadLetterStream(service: ServiceName): string {
  return `DLQ_${service.toUpperCase()}`;
}

/** Everything that a service gives up stands under these subjects. */
export function deadLetterSubjects(service: ServiceName, pattern = '>'): string {
  return `dlq.${service}.${pattern}`;
}

/** What a service may publish to so that its own dead letters are kept, read one by one and deleted, and nobody else's. */
export function deadLetterRights(service: ServiceName): string[] {
  if (!isOperated(service)) return [];
  const api = ['INFO', 'MSG.GET', 'MSG.DELETE'].map((call) => `$JS.API.STREAM.${call}.${deadLetterStream(service)}`);
  return [deadLetterSubjects(service), ...api];
}

/** Takes its subjects from the stream that all services shared, so that theirs can be made. */
export async function retireSharedStream(manager: JetStreamManager): Promise<string[]> {
  const config = await sharedConfig(manager);
  if (!config || config.subjects.includes(RETIRED_SUBJECT)) return [];
  await manager.streams.update(SHARED_STREAM, { ...config, subjects: [RETIRED_SUBJECT] });
  return [`retired stream ${SHARED_STREAM}`];
}

/**
 * Copies each letter of the shared stream to its service's own, with its id, headers and order, then deletes the shared stream. Cut short
 * anywhere it can be done again: the shared stream is whole until the last letter has arrived, and what has arrived is known by its id.
 * A letter of a service that keeps none stays where it is.
 */
export async function moveSharedLetters(connection: NatsConnection, manager: JetStreamManager): Promise<string[]> {
  if (!(await sharedConfig(manager))) return [];
  const arrived = await arrivedIds(manager);
  let moved = 0;
  let left = 0;
  for await (const { seq, subject, data, header } of storedMessages(manager, SHARED_STREAM, '>')) {
    const msgID = header.get('Nats-Msg-Id') || `${SHARED_STREAM}:${seq}`;
    if (!isOperated(subject.split('.')[1])) left += 1;
    else if (!arrived.has(msgID)) {
      // One after the other: a letter that the server refuses must not be overtaken.
      await jetstream(connection).publish(subject, data, { headers: header, msgID });
      moved += 1;
    }
  }
  if (left === 0) await manager.streams.delete(SHARED_STREAM);
  const kept = left === 0 ? '' : `; ${left} of services that keep none stay in it`;
  return moved === 0 && left > 0 ? [] : [`moved ${moved} dead letters out of stream ${SHARED_STREAM}${kept}`];
}

async function arrivedIds(manager: JetStreamManager): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  for (const service of OPERATED_SERVICES) {
    for await (const { header } of storedMessages(manager, deadLetterStream(service), '>')) ids.add(header.get('Nats-Msg-Id'));
  }
  return ids;
}

async function sharedConfig(manager: JetStreamManager) {
  try {
    return (await manager.streams.info(SHARED_STREAM)).config;
  } catch (error) {
    if (error instanceof JetStreamApiError && error.status === 404) return undefined;
    throw error;
  }
}

function isOperated(service: string | undefined): service is OperatedService {
  return (OPERATED_SERVICES as readonly (string | undefined)[]).includes(service);
}
