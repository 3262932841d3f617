import type { StoreAccess } from '../store-access.js';

/** Services whose every write leaves an event and an audit row. */
export type Owner = 'content' | 'scheduling';
export const OWNERS: readonly Owner[] = ['content', 'scheduling'];

/** An outbox row. */
export interface StoredEvent {
  readonly id: number;
  readonly event_id: string;
  readonly subject: string;
  readonly aggregate_id: string;
  readonly version: number;
  readonly correlation_id: string;
  readonly actor: string;
  readonly is_published: boolean;
  readonly data: Readonly<Record<string, unknown>>;
}

/** All events of these companies, in the order of their outbox ids. */
export function readEvents(stores: StoreAccess, owner: Owner, companyIds: readonly string[]): Promise<StoredEvent[]> {
  return stores.sql<StoredEvent>(
    `SELECT id, event_id, subject, aggregate_id, aggregate_version AS version, headers->>'correlationid' AS correlation_id,
            headers->>'actor' AS actor, published_at IS NOT NULL AS is_published, data
       FROM ${owner}.outbox WHERE company_id = ANY ($1) ORDER BY id`,
    [companyIds],
  );
}

/** What a client asked for itself, as opposed to what followed from it under the same correlation id. */
export function isOfClient({ actor }: { readonly actor: string }): boolean {
  return actor.startsWith('client:');
}
