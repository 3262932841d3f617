import type { Database } from './database.js';
import { InboxStore } from './inbox-store.js';
import type { Tx } from './transaction.js';

export interface ProjectionPart {
  /** The durable whose inbox is set back. */
  readonly consumer: string;
  /** Events of this time and later are handled anew. */
  readonly from: string;
  /** Removes what came of them; sees every company. */
  readonly clear: (tx: Tx) => Promise<void>;
}

/** Waits this long for handlers under way. */
const PATIENCE = '5s';

/**
 * One transaction that sets a projection and the inbox of its consumers back, so that their events run once more. No handler runs beside it:
 * whatever one does is seen and undone here, or comes after it. Of whatever is cut short nothing is left.
 * @throws AppError PLATFORM_STORE_UNAVAILABLE where a handler takes longer than a few seconds: nothing was changed then.
 */
export async function setBackProjection(database: Database, parts: readonly ProjectionPart[]): Promise<void> {
  await database.withSystem('rebuild', async (tx) => {
    await tx.query(`SELECT set_config('lock_timeout', $1, true)`, [PATIENCE]);
    // In one order, so that two of these do not wait for each other.
    for (const { consumer, from, clear } of parts.toSorted((one, other) => (one.consumer < other.consumer ? -1 : 1))) {
      await new InboxStore(database, consumer).setBack(tx, from);
      await clear(tx);
    }
  });
}
