import { setTimeout as delay } from 'node:timers/promises';
import { ingestBehind } from './checks/check-leftovers.js';
import type { StoreAccess } from './store-access.js';

const LOOK_MS = 100;
const INGEST_PATIENCE_MS = 20_000;
const POSTS_OPEN = `SELECT count(*) AS open FROM scheduling.scheduled_posts
  WHERE status IN ('pending', 'publishing') OR (status = 'unknown' AND next_attempt_at IS NOT NULL)`;
const SCHEMAS = ['identity', 'content', 'generation', 'campaigns', 'scheduling', 'analytics', 'embeddings'];

/** Resolves when everything on the stream INGEST is in ClickHouse. Throws after twenty seconds. */
export async function whenIngestIsStored(stores: StoreAccess): Promise<void> {
  const isStored = async () => (await ingestBehind(stores)) <= 0;
  if (!(await soon(isStored, INGEST_PATIENCE_MS))) throw new Error('INGEST is not stored although nobody sends to it');
}

/** Waits until nothing is under way any more. False where something still is after this time; the checker then says what. */
export async function whenDrained(stores: StoreAccess, patienceMs: number): Promise<boolean> {
  return soon(async () => {
    const [posts] = await stores.sql<{ open: number }>(POSTS_OPEN);
    if (posts?.open !== 0) return false;
    for (const schema of SCHEMAS) {
      const [outbox] = await stores.sql<{ rows: number }>(`SELECT count(*) AS rows FROM ${schema}.outbox WHERE published_at IS NULL`);
      if (outbox?.rows !== 0) return false;
    }
    const durables = await stores.durables();
    return durables.every(({ pending, unacknowledged }) => pending + unacknowledged === 0) && (await ingestBehind(stores)) <= 0;
  }, patienceMs);
}

/** A store that does not answer is not drained. */
async function soon(holds: () => Promise<boolean>, patienceMs: number): Promise<boolean> {
  const deadline = Date.now() + patienceMs;
  while (!(await holds().catch(() => false))) {
    if (Date.now() > deadline) return false;
    await delay(LOOK_MS);
  }
  return true;
}
