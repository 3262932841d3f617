import type { StoredMsg } from '@nats-io/jetstream';
import type { ServiceName } from '@smartcontent/contracts';
import type { FailureRecord } from '@smartcontent/database';
import { DEAD_HEADER } from './dead-letters.js';
import { type Envelope, readEnvelope } from './event-envelope.js';
import { readHeaders } from './wire.js';

/** An event that a service gave up, as its dead letter stream holds it. */
export interface DeadLetter {
  readonly service: ServiceName;
  /** Place in the stream of the service's dead letters. */
  readonly sequence: number;
  /** The event's own. */
  readonly subject: string;
  /** One of the contracts' `DEAD_CAUSES`, unless a newer version of the service wrote it. */
  readonly cause: string;
  readonly error: string;
  readonly history: FailureRecord['history'];
  /** When it was given up, ISO 8601. */
  readonly at: string;
  /** The durable that had it; empty where the letter does not say. */
  readonly consumer: string;
  readonly stream: string;
  readonly streamSequence: number | null;
  /** Null where the headers hold no readable one: nobody could say what it is about. */
  readonly envelope: Envelope | null;
  /** The event's own, as they came. */
  readonly headers: Readonly<Record<string, string>>;
  readonly data: Uint8Array;
}

const DEAD_HEADERS: ReadonlySet<string> = new Set(Object.values(DEAD_HEADER));

/** Reads whatever stands in the stream: a letter that somebody wrote by hand must not keep the others from being listed. */
export function readDeadLetter(service: ServiceName, { seq, subject, header, data, time }: StoredMsg): DeadLetter {
  const values = readHeaders(header) as Record<string, string>;
  const own = subject.slice(`dlq.${service}.`.length);
  const isOfEvent = ([name]: [string, string]) => !DEAD_HEADERS.has(name) && !name.startsWith('Nats-');
  const at = values[DEAD_HEADER.at] ?? '';
  return {
    service,
    sequence: seq,
    subject: own,
    cause: values[DEAD_HEADER.cause] ?? '',
    error: String(parsed(values[DEAD_HEADER.error]) ?? ''),
    history: historyOf(parsed(values[DEAD_HEADER.history])),
    at: Number.isNaN(Date.parse(at)) ? time.toISOString() : new Date(at).toISOString(),
    consumer: values[DEAD_HEADER.consumer] ?? '',
    stream: values[DEAD_HEADER.stream] ?? '',
    streamSequence: Number(values[DEAD_HEADER.sequence]) || null,
    envelope: envelopeOf(own, values),
    headers: Object.fromEntries(Object.entries(values).filter(isOfEvent)),
    data,
  };
}

function envelopeOf(subject: string, headers: Record<string, string>): Envelope | null {
  try {
    return readEnvelope(subject, headers);
  } catch {
    return null;
  }
}

function historyOf(value: unknown): FailureRecord['history'] {
  const entries = Array.isArray(value) ? (value as Partial<FailureRecord['history'][number]>[]) : [];
  return entries.map((entry) => ({ at: String(entry?.at ?? ''), cause: String(entry?.cause ?? '') }));
}

/** The JSON of a header, or its text where it is none. */
function parsed(text: string | undefined): unknown {
  try {
    return text && JSON.parse(text);
  } catch {
    return text;
  }
}
