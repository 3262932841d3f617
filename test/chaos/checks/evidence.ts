import type { Ledger } from '../ledger.js';
import type { StoreAccess } from '../store-access.js';

/** Services whose every write leaves an event and an audit row. */
export type Owner = 'content' | 'scheduling';
export const OWNERS: readonly Owner[] = ['content', 'scheduling'];

/** An outbox row. */
export interface StoredEvent {
  readonly event_id: string;
  readonly subject: string;
  readonly aggregate_id: string;
  readonly version: number;
  readonly correlation_id: string;
  readonly actor: string;
  readonly is_published: boolean;
  /** Its place in the stream; null where it is not published. */
  readonly sequence: number | null;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What the checks look at: the stores, what clients were told, and the companies whose every write is in that. */
export interface Evidence {
  readonly stores: StoreAccess;
  readonly ledger: Ledger;
  readonly companyIds: readonly string[];
  /** In the order of their outbox ids. */
  readonly events: Readonly<Record<Owner, readonly StoredEvent[]>>;
  /** Whether a consumer may still get to an event: then it is not lost, but stuck. */
  readonly mayStillCome: (consumer: string, event: StoredEvent) => boolean;
}

export async function gatherEvidence(stores: StoreAccess, ledger: Ledger): Promise<Evidence> {
  const companyIds = ledger.companies.map((company) => company.id);
  const events = {
    content: await readEvents(stores, 'content', companyIds),
    scheduling: await readEvents(stores, 'scheduling', companyIds),
  };
  const settled = new Map((await stores.durables()).map(({ durable, settledUpTo }) => [durable, settledUpTo]));
  const mayStillCome = (consumer: string, { sequence }: StoredEvent) =>
    (sequence ?? Number.POSITIVE_INFINITY) > (settled.get(consumer) ?? 0);
  return { stores, ledger, companyIds, events, mayStillCome };
}

/** What a client asked for itself, as opposed to what followed from it under the same correlation id. */
export function isOfClient({ actor }: { readonly actor: string }): boolean {
  return actor.startsWith('client:');
}

function readEvents(stores: StoreAccess, owner: Owner, companyIds: readonly string[]): Promise<StoredEvent[]> {
  return stores.sql<StoredEvent>(
    `SELECT event_id, subject, aggregate_id, aggregate_version AS version, headers->>'correlationid' AS correlation_id,
            headers->>'actor' AS actor, published_at IS NOT NULL AS is_published, stream_sequence AS sequence, data
       FROM ${owner}.outbox WHERE company_id = ANY ($1) ORDER BY id`,
    [companyIds],
  );
}
