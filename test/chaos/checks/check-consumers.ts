import { EVENTS } from '@smartcontent/contracts';
import type { Ledger } from '../ledger.js';
import type { StoreAccess } from '../store-access.js';
import type { Finding } from './findings.js';
import type { Owner, StoredEvent } from './stored-events.js';

interface InboxRow {
  readonly event_id: string;
  readonly status: string;
}

/** Each published event was settled once by each service that the contracts name as its consumer, and each aggregate's last version was seen. */
export async function checkConsumers(
  stores: StoreAccess,
  ledger: Ledger,
  owner: Owner,
  events: readonly StoredEvent[],
): Promise<Finding[]> {
  const consumers = new Set(EVENTS.filter((event) => event.owner === owner).flatMap((event) => event.consumers));
  const published = events.filter((event) => event.is_published);
  const found = await Promise.all([...consumers].map((service) => checkConsumer(stores, ledger, owner, service, published)));
  return found.flat();
}

async function checkConsumer(
  stores: StoreAccess,
  ledger: Ledger,
  owner: Owner,
  service: string,
  events: readonly StoredEvent[],
): Promise<Finding[]> {
  const consumer = `${service}_EVT_${owner.toUpperCase()}`;
  const companyIds = ledger.companies.map((company) => company.id);
  const inbox = await stores.sql<InboxRow>(`SELECT event_id, status FROM ${service}.inbox WHERE consumer = $1 AND company_id = ANY ($2)`, [
    consumer,
    companyIds,
  ]);
  const seen = await stores.sql<{ aggregate_id: string; last_version: number }>(
    `SELECT aggregate_id, last_version FROM ${service}.inbox_versions WHERE consumer = $1`,
    [consumer],
  );
  const statusOf = new Map(inbox.map((row) => [row.event_id, row.status]));
  const lastSeen = new Map(seen.map((row) => [row.aggregate_id, row.last_version]));
  const handled = new Set<string>(EVENTS.filter((event) => event.consumers.some((name) => name === service)).map((event) => event.subject));
  const found: Finding[] = [];
  const add = (wrong: Finding['wrong'], id: string, detail: string) => found.push({ wrong, where: `inbox of ${consumer}`, id, detail });
  for (const event of events.filter(({ subject }) => handled.has(subject))) {
    const status = statusOf.get(event.event_id);
    const about = `${event.subject}, version ${event.version} of ${event.aggregate_id}`;
    if (status === undefined) add('lost', event.event_id, `${about}: never handled`);
    else if (status !== 'handled') add('stuck', event.event_id, `${about}: ${status}`);
  }
  const newest = new Map(events.map((event) => [event.aggregate_id, event.version]));
  for (const [id, version] of newest) {
    const last = lastSeen.get(id) ?? 0;
    if (last !== version) add('lost', id, `version ${version} was published, the last one seen is ${last}`);
  }
  return found;
}
