import { type SpanInfo, together } from '@smartcontent/tracing';
import type { EventRange } from './event-range.js';

/** What a range's messages become in ClickHouse, in the trace of the request that sent them, or with a link to each where they are of several. */
export function rangeSpan({ messages }: EventRange): SpanInfo {
  const attributes = {
    'messaging.system.name': 'nats',
    'messaging.operation.name': 'process',
    'messaging.operation.type': 'process',
    'messaging.destination.name': 'INGEST',
    'messaging.batch.message_count': messages.length,
  };
  return {
    name: 'process INGEST',
    kind: 'consumer',
    attributes,
    ...together(messages.map(({ message }) => message.headers.get('traceparent'))),
  };
}
