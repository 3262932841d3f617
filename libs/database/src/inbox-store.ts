import type { EventOf } from '@smartcontent/contracts';
import type { Database } from './database.js';
import type { Tx } from './transaction.js';

/** What the inbox needs of an event. */
export type InboxEvent = Pick<EventOf, 'id' | 'time' | 'companyId' | 'subject' | 'aggregateId' | 'aggregateVersion'>;

/**
 * run: the handler runs in this transaction · duplicate: handled or dead already, acknowledge · stale: a newer version of the aggregate was
 * handled, acknowledge · gap: an older version is still missing; roll back and nak, or accept again with `allowGap`.
 */
export type InboxOutcome = 'run' | 'duplicate' | 'stale' | 'gap';

export interface FailureRecord {
  /** Attempts recorded so far, this one included. */
  readonly attempts: number;
  readonly history: readonly { readonly at: string; readonly cause: string }[];
}

/** SQL of the event server. `consumer` is the durable's name. */
export class InboxStore {
  constructor(_database: Database, _consumer: string) {}
  /** In the handler's own transaction, before the handler: one round trip. `replay` runs just what is marked dead, whatever newer versions did. */
  async accept(_tx: Tx, _event: InboxEvent, _options: { allowGap?: boolean; replay?: boolean } = {}): Promise<InboxOutcome> {
    throw new Error('not there yet');
  }
  /** Moves the last versions past events that this service has no handler for. */
  async pass(_events: readonly InboxEvent[]): Promise<void> {
    throw new Error('not there yet');
  }
  /** Counts an attempt that a handler ran with its stores up, in a transaction of its own, after the handler's was rolled back (or before it, when redelivery says that the process died in it). */
  async recordFailure(_event: InboxEvent, _cause: string): Promise<FailureRecord> {
    throw new Error('not there yet');
  }
  /** Marks the event dead and moves the aggregate's last version past it. */
  async bury(_event: InboxEvent, _cause: string): Promise<FailureRecord> {
    throw new Error('not there yet');
  }
}
