import type { DataOf, EventContract } from '@smartcontent/contracts';
import type { Tx } from './transaction.js';

/** Events are small and refer to what is larger. */
export const EVENT_LIMIT_BYTES = 64 * 1024;

export interface Change<C extends EventContract = EventContract> {
  /** null only where no event tells of the change (a session, a counter): it is then audited, not published. */
  readonly event: {
    readonly contract: C;
    readonly aggregateId: string;
    /** One sequence per aggregate over all its event types, from 1, without gaps. */
    readonly aggregateVersion: number;
    readonly data: DataOf<C>;
  } | null;
  readonly audit: {
    readonly table: string;
    readonly operation: 'insert' | 'update' | 'delete';
    readonly before?: object | null;
    readonly after?: object | null;
  };
}

export async function commitChange<C extends EventContract>(_tx: Tx, _change: Change<C>, _companyId?: string): Promise<void> {
  throw new Error('not there yet');
}
