import type { EventContract } from './define.js';
import { ERRORS } from './errors.js';
import type { JsonSchema } from './json-schema.js';

const text = (description: string): JsonSchema => ({ type: 'string', description });
const uuid = (description: string): JsonSchema => ({ type: 'string', format: 'uuid', description });
const instant = (description: string): JsonSchema => ({ type: 'string', format: 'date-time', description });
const count = (description: string): JsonSchema => ({ type: 'string', pattern: '^\\d+$', description });
const of = (properties: Record<string, JsonSchema>, optional: readonly string[] = []): JsonSchema => ({
  type: 'object',
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
});

const TRACEPARENT = text('W3C Trace Context');

/** What the messages carry beside their payloads, by the name of its component. */
export const HEADER_SCHEMAS = {
  EventHeaders: {
    ...of(
      {
        'ce-specversion': { const: '1.0' },
        'ce-id': uuid('UUIDv7, the same on every delivery'),
        'ce-source': text('Who published it'),
        'ce-type': text('The subject'),
        'ce-time': instant('When the owner committed it'),
        'ce-datacontenttype': { const: 'application/json' },
        'ce-companyid': uuid('Whose it is'),
        'ce-aggregateid': uuid('The thing that changed'),
        'ce-aggregateversion': count('One sequence per aggregate over all its event types, from 1, without gaps'),
        'ce-correlationid': text('Names the request that began it in every log'),
        'ce-causationid': text('Id of the event whose handling published it'),
        'ce-actor': text('Who did it: user:<id>, client:<id>, service:<name>'),
        'ce-traceparent': TRACEPARENT,
        'Nats-Msg-Id': uuid('The same as ce-id: the stream drops what it has within ten minutes'),
      },
      ['ce-causationid', 'ce-traceparent', 'Nats-Msg-Id'],
    ),
    description: 'CloudEvents 1.0 in binary mode, as the NATS binding has it: each attribute a header with the prefix ce-',
  },
  RequestHeaders: of(
    {
      'sc-actor': text('Actor token: who is asking, a JWS (Ed25519) that lives a minute'),
      'sc-correlation-id': text('Names the request in every log'),
      'sc-deadline': count('When the caller stops waiting, in epoch milliseconds'),
      'sc-idempotency-key': text('The write is carried out once for this key'),
      'sc-idempotency-hash': text('Tells another request under the same key'),
      'sc-idempotency-secret': { const: '1', description: 'The answer holds a secret and is not kept' },
      'sc-if-match': text('Entity tags of which what is changed must have one, with spaces between them; or *'),
      'sc-address': text('Address of the client, as the edge saw it'),
      'sc-user-agent': text('What the client calls itself, cut to 255 characters'),
      traceparent: TRACEPARENT,
    },
    ['sc-idempotency-key', 'sc-idempotency-hash', 'sc-idempotency-secret', 'sc-if-match', 'sc-address', 'sc-user-agent', 'traceparent'],
  ),
  IngestHeaders: of(
    {
      'Nats-Msg-Id': text('<batch id>:<chunk number>'),
      'sc-company': uuid('Whose events these are'),
      'sc-batch': uuid('The batch'),
      'sc-received-at': instant('When the gateway got it'),
      'sc-rows': count('Events in this message'),
      'sc-months': text('Months of these events, at most twelve: 202601,202602'),
      'sc-received': count('Of the whole batch, on its first message only'),
      'sc-accepted': count('Of the whole batch, on its first message only'),
      'sc-rejected': count('Of the whole batch, on its first message only'),
      traceparent: TRACEPARENT,
    },
    ['sc-received', 'sc-accepted', 'sc-rejected', 'traceparent'],
  ),
  DeadLetterHeaders: {
    ...of(
      {
        'sc-dead-cause': { enum: ['malformed', 'unknown-version', 'permanent', 'exhausted', 'killer'] },
        'sc-dead-error': text('The last error, as a JSON string'),
        'sc-dead-history': text('The latest attempts, as a JSON array of { at, cause }'),
        'sc-dead-consumer': text('The durable that delivered it'),
        'sc-dead-stream': text('Where it came from'),
        'sc-dead-sequence': count('Its place there'),
        'sc-dead-at': instant('When it was given up'),
      },
      ['sc-dead-history'],
    ),
    description: 'Beside the headers of the message, as they came; the history is that of an event',
  },
} satisfies Record<string, JsonSchema>;

/** The frame of an answer that is a refusal. */
export const REFUSAL_SCHEMA: JsonSchema = frame({
  err: of({ code: { enum: Object.keys(ERRORS) }, detail: text('What went wrong this time'), data: { type: 'object' } }),
});

/** Nest's answer frame around what it carries. */
export function frame(carried: Record<string, JsonSchema>): JsonSchema {
  return of({ ...carried, isDisposed: { const: true }, id: text('The same as in the request') });
}

/** Nest's request frame. */
export function requestFrame(subject: string, data: JsonSchema): JsonSchema {
  return of({ pattern: { const: subject }, data, id: text('Comes back with the answer') });
}

const COMPANY = '0192f0c1-7a00-7000-8000-000000000001';
const AGGREGATE = '0192f0c1-7a00-7000-8000-000000000004';
const ID = '0192f0c1-7a00-7000-8000-0000000000ee';
const CORRELATION = '0192f0c1-7a00-7000-8000-0000000000ff';
const TRACE = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
const AT = '2026-01-06T09:00:00.120Z';

/** Headers of an event, as an example. */
export function eventHeadersExample(event: EventContract): Record<string, string> {
  return {
    'ce-specversion': '1.0',
    'ce-id': ID,
    'ce-source': `/smartcontent/${event.owner}`,
    'ce-type': event.subject,
    'ce-time': AT,
    'ce-datacontenttype': 'application/json',
    'ce-companyid': COMPANY,
    'ce-aggregateid': AGGREGATE,
    'ce-aggregateversion': '3',
    'ce-correlationid': CORRELATION,
    'ce-actor': 'user:0192f0c1-7a00-7000-8000-000000000002',
    'ce-traceparent': TRACE,
    'Nats-Msg-Id': ID,
  };
}

/** Headers of a request, as an example. */
export const REQUEST_HEADERS_EXAMPLE = {
  'sc-actor': 'eyJhbGciOiJFZERTQSIsImtpZCI6ImdhdGV3YXkifQ.e30.c2lnbmF0dXJl',
  'sc-correlation-id': CORRELATION,
  'sc-deadline': '1767690010120',
  traceparent: TRACE,
};
