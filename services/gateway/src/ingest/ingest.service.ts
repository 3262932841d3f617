import { setImmediate as letOthersRun } from 'node:timers/promises';
import {
  AppError,
  IngestEncoder,
  type IngestEvent,
  IngestEvents,
  type IngestRow,
  ingestEventSchema,
  type OutputOf,
} from '@smartcontent/contracts';
import { v5 as uuidv5 } from 'uuid';
import { newId } from '../new-id.js';
import type { IngestPublisher } from './ingest-publisher.js';
import type { RawEvent } from './read-batch.js';

/** Namespace of the ids that an Idempotency-Key derives. */
const KEY_NAMESPACE = '5c1e0f0a-6f5b-4f0e-9d6e-3f1b7a2c9d10';
const ERRORS_SHOWN = 100;
/** A request of others needs a few turns of the event loop; in each of them it waits this long for a batch. */
const SLICE_MS = 2;

export interface IngestRequest {
  readonly companyId: string;
  readonly slices: Iterable<RawEvent[]>;
  /** Caller, Idempotency-Key and hash of the body: what makes a second try the same batch. */
  readonly repeat: { readonly callerId: string; readonly key: string; readonly requestHash: string } | null;
  readonly traceparent: string;
}

interface Rejection {
  readonly index: number;
  readonly reason: string;
}

/** Takes events in: each is checked, stamped and encoded by itself, then all are made durable before anybody is told. */
export class IngestService {
  constructor(private readonly publisher: IngestPublisher) {}

  /**
   * @throws AppError ANALYTICS_BATCH_EMPTY; what reading the batch throws; ANALYTICS_INGEST_FULL or PLATFORM_STORE_UNAVAILABLE with data
   * { batch_id, durable } where it is not (wholly) durable
   */
  async take(request: IngestRequest): Promise<OutputOf<typeof IngestEvents>> {
    const { companyId, repeat, traceparent } = request;
    const receivedAt = Date.now();
    const batchId = repeat ? derivedId(repeat, 'batch') : newId();
    const encoder = new IngestEncoder({ batchId, companyId, receivedAt, traceparent });
    const errors: Rejection[] = [];
    let received = 0;
    let sliceEndsAt = performance.now() + SLICE_MS;
    for (const events of request.slices) {
      for (const event of events) {
        const reason = encode(event, encoder, receivedAt, () => (repeat ? derivedId(repeat, String(received)) : newId()));
        if (reason !== null && errors.length < ERRORS_SHOWN) errors.push({ index: received, reason });
        received += 1;
      }
      if (performance.now() < sliceEndsAt) continue;
      await letOthersRun();
      sliceEndsAt = performance.now() + SLICE_MS;
    }
    if (received === 0) throw new AppError('ANALYTICS_BATCH_EMPTY');
    await letOthersRun();
    const { messages, accepted, rejected } = encoder.finish(received);
    await this.publisher.publish(batchId, messages);
    return { batch_id: batchId, received, accepted, rejected, errors };
  }
}

/** Returns why the event is refused, or null. */
function encode(raw: RawEvent, encoder: IngestEncoder, receivedAt: number, makeId: () => string): string | null {
  if (raw instanceof AppError) return raw.message;
  const parsed = ingestEventSchema.safeParse(raw);
  if (parsed.success) return encoder.add(rowOf(parsed.data, receivedAt, makeId));
  const issue = parsed.error.issues[0];
  const path = issue?.path.join('.');
  return path ? `${path}: ${issue?.message}` : (issue?.message ?? 'not an event');
}

/** A clock that runs ahead would put events into the future; an old event says so itself and keeps its time. */
function rowOf(event: IngestEvent, receivedAt: number, makeId: () => string): IngestRow {
  const given = event.timestamp === undefined ? receivedAt : Date.parse(event.timestamp);
  const timestamp = event.historical ? given : Math.min(given, receivedAt);
  return { ...event, event_id: event.event_id ?? makeId(), timestamp };
}

/** The body is part of it: another batch under the same key must not be taken for a repeat of the first. */
function derivedId({ callerId, key, requestHash }: NonNullable<IngestRequest['repeat']>, part: string): string {
  return uuidv5(`${callerId}:${key}:${requestHash}:${part}`, KEY_NAMESPACE);
}
