import type { EventOf } from '@smartcontent/contracts';
import type { FailureRecord } from '@smartcontent/database';
import type { DeadCause } from './dead-letters.js';
import type { Delivery } from './delivery.js';
import type { EventBinding } from './event-applier.js';
import type { Envelope } from './event-envelope.js';

/** The event was given up. Nothing but its dead letter and its mark in the inbox are left to do. */
export interface Verdict {
  readonly cause: DeadCause;
  readonly error: unknown;
  readonly history: FailureRecord['history'];
}

/** One whose data was read, for the handler that it has. */
export type ReadHeldEvent = HeldEvent & { readonly event: EventOf; readonly envelope: Envelope; readonly binding: EventBinding };

/** An event that this process holds, from its delivery until it is settled. */
export class HeldEvent {
  /** Its data, once it was read. */
  event: EventOf | undefined;
  /** It may end its process: it was delivered before, and nobody here knows what became of that. */
  isSuspect = false;
  /** An attempt was counted in the inbox in advance, in case it ends this process. */
  isCounted = false;
  /** Its batch failed, so it runs by itself. */
  isSingle = false;
  /** Versions after this one are missing, and cannot come any more. */
  gapFrom: number | undefined;
  verdict: Verdict | undefined;
  /** Tries in a row that were no attempts: something is away. */
  waits = 0;
  /** Tries that found its aggregate in another transaction. */
  meetings = 0;

  constructor(
    /** The latest one: what comes again while it is held takes its place. */
    public delivery: Delivery,
    /** Undefined where it cannot be read. */
    readonly envelope: Envelope | undefined,
    readonly binding?: EventBinding,
    /** Nobody here handles it. */
    readonly isPassed = false,
  ) {}

  get version(): number {
    return this.envelope?.aggregateVersion ?? 0;
  }

  /** For logs. */
  get fields(): Record<string, unknown> {
    const { subject, sequence } = this.delivery;
    if (!this.envelope) return { subject, sequence };
    const { id, aggregateId, aggregateVersion, correlationId } = this.envelope;
    return { id, subject, sequence, aggregate_id: aggregateId, aggregate_version: aggregateVersion, correlation_id: correlationId };
  }
}
