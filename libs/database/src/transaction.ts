import type { RequestContext } from '@smartcontent/contracts';

/** An open transaction. It ends with the `work` it was handed to; a query after that fails. */
export interface Tx {
  /** Who is asking; null in `withSystem`, unless a context was handed in. */
  readonly context: RequestContext | null;
  /** Runs one statement and returns its rows. Each text becomes a named prepared statement, so keep texts constant and pass values. */
  query<R>(text: string, values?: unknown[]): Promise<R[]>;
  /** The first row of `query`, or undefined. */
  one<R>(text: string, values?: unknown[]): Promise<R | undefined>;
  /** Runs after COMMIT in the order of registration, never on rollback nor for a repeated idempotent request. The caller's answer waits for it; an error in it is only reported. */
  afterCommit(work: () => void | Promise<void>): void;
  /** Called by `commitChange`: after COMMIT the relay is nudged. */
  noteOutboxWrite(): void;
}
