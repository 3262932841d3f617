import type { RequestContext, RequestContract } from '@smartcontent/contracts';
import type { OutboxRow } from '@smartcontent/database';
import { activeTraceparent, type SpanInfo, together } from '@smartcontent/tracing';
import type { Envelope } from './event-envelope.js';

/** What a service asks another one; within what it does at this moment, else within the request that it passes on. */
export function callSpan({ subject }: RequestContract, { traceparent }: RequestContext): SpanInfo {
  const parent = activeTraceparent() ? undefined : (traceparent ?? undefined);
  return { name: subject, kind: 'client', parent, attributes: rpc(subject) };
}

/** What a service answers. */
export function serveSpan({ subject }: RequestContract, traceparent: string | null): SpanInfo {
  return { name: subject, kind: 'server', parent: traceparent, attributes: rpc(subject) };
}

/** An outbox row on its way into its stream. An event of nobody's request is in no trace. */
export function sendSpan({ subject, event_id, headers }: OutboxRow): SpanInfo {
  const attributes = { ...messaging('send', subject), 'messaging.message.id': event_id };
  return { name: `send ${subject}`, kind: 'producer', parent: headers.traceparent, attributes };
}

/** The transaction in which an event is handled. */
export function processSpan({ subject, id, traceparent }: Envelope): SpanInfo {
  const attributes = { ...messaging('process', subject), 'messaging.message.id': id };
  return { name: `process ${subject}`, kind: 'consumer', parent: traceparent, attributes };
}

/** The transaction in which many events are handled: it links to all of their traces, and is part of one where there is only one. */
export function processManySpan(stream: string, envelopes: readonly Envelope[]): SpanInfo {
  const attributes = { ...messaging('process', stream), 'messaging.batch.message_count': envelopes.length };
  return { name: `process ${stream}`, kind: 'consumer', attributes, ...together(envelopes.map(({ traceparent }) => traceparent)) };
}

function rpc(subject: string) {
  return { 'rpc.system.name': 'nats', 'rpc.method': subject };
}

function messaging(operation: 'send' | 'process', destination: string) {
  return {
    'messaging.system.name': 'nats',
    'messaging.operation.name': operation,
    'messaging.operation.type': operation,
    'messaging.destination.name': destination,
  };
}
