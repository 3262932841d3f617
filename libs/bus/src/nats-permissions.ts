import {
  BROADCASTS,
  type EventContract,
  isAnsweredByOwner,
  OPERATED_SERVICES,
  type RequestContract,
  type ServiceName,
} from '@smartcontent/contracts';
import { auditRights } from './audit-ends.js';
import { inboxPrefix } from './connection.js';
import { deadLetterRights } from './dead-letter-streams.js';
import { durableName, eventStream } from './streams.js';
import { cancelSubject } from './wire.js';

/** What a NATS user may do, in the words of nats-server's configuration. */
export interface NatsPermissions {
  readonly publish: { readonly allow: readonly string[] };
  readonly subscribe: { readonly allow: readonly string[] };
  /** The right to answer each request that came in, once, within this time. */
  readonly allow_responses: { readonly max: number; readonly expires: string };
}

/**
 * The rights of a service's NATS user, derived from the contracts: it answers what it owns, calls what names it as a caller, publishes its
 * own events and dead letters, reads its own durables, and gets answers under its own inbox prefix only.
 */
export function natsPermissions(
  service: ServiceName,
  requests: readonly RequestContract[],
  events: readonly EventContract[],
): NatsPermissions {
  const overNats = requests.filter(isAnsweredByOwner);
  const called = overNats
    .filter((request) => request.callers.includes(service))
    .flatMap(({ subject, owner }) => [subject, cancelSubject(owner)]);
  const owners = new Set(events.filter((event) => event.consumers.includes(service)).map((event) => event.owner));
  const durables = [...owners].map((owner) => readsDurable(service, owner));
  const own = (kind: string, contracts: readonly { owner: ServiceName }[]) =>
    contracts.some(({ owner }) => owner === service) ? [`${kind}.${service}.>`] : [];
  const relay = (OPERATED_SERVICES as readonly ServiceName[]).includes(service) ? [`relay.${service}.nudge`] : [];
  const said = BROADCASTS.filter(({ senders }) => senders.includes(service)).map(({ subject }) => subject);
  const heard = BROADCASTS.filter(({ listeners }) => listeners.includes(service)).map(({ subject }) => subject);
  // Who publishes events also takes them out again, one by one, where a company or a person is erased.
  const erased = own('evt', events).length > 0 ? [`$JS.API.STREAM.MSG.DELETE.${eventStream(service)}`] : [];
  const publish = [
    ...called,
    ...own('evt', events),
    ...erased,
    ...deadLetterRights(service),
    ...auditRights(service),
    ...relay,
    ...said,
    '$JS.API.INFO',
  ];
  const answered = own('rpc', overNats);
  return {
    publish: { allow: [...new Set([...publish, ...durables.flat(), ...keepsStream(eventStream(service)), ...ingestRights(service)])] },
    subscribe: { allow: [`${inboxPrefix(service)}.>`, ...answered, cancelSubject(service), ...relay, ...heard] },
    allow_responses: { max: 1, expires: '2m' },
  };
}

/** Its own durable, which it also makes anew for a rebuild, from where the stream begins. */
function readsDurable(service: ServiceName, owner: ServiceName): string[] {
  const stream = eventStream(owner);
  const durable = durableName(service, stream);
  const consumer = ['INFO', 'MSG.NEXT', 'DELETE'].map((verb) => `$JS.API.CONSUMER.${verb}.${stream}.${durable}`);
  const made = `$JS.API.CONSUMER.CREATE.${stream}.${durable}.evt.${owner}.>`;
  return [...consumer, made, `$JS.API.STREAM.INFO.${stream}`, `$JS.API.STREAM.MSG.GET.${stream}`, `$JS.ACK.${stream}.${durable}.>`];
}

/** The owner's relay looks into its stream and makes stalled durables anew. */
function keepsStream(stream: string): string[] {
  const consumers = [`*.${stream}`, `*.${stream}.>`, `DURABLE.CREATE.${stream}.>`].map((rest) => `$JS.API.CONSUMER.${rest}`);
  return [`$JS.API.STREAM.INFO.${stream}`, `$JS.API.STREAM.MSG.GET.${stream}`, ...consumers];
}

/** INGEST has no contract of its own: the gateway fills it, analytics reads it from any place and purges what it has stored. */
function ingestRights(service: ServiceName): string[] {
  if (service === 'gateway') return ['ingest.>', '$JS.API.STREAM.INFO.INGEST'];
  if (service !== 'analytics') return [];
  return [...keepsStream('INGEST'), '$JS.API.STREAM.PURGE.INGEST', '$JS.API.CONSUMER.MSG.NEXT.INGEST.>', '$JS.ACK.INGEST.>'];
}
