import { EVENTS } from '@smartcontent/contracts';
import type { Evidence, Owner } from './evidence.js';
import type { Finding } from './findings.js';

interface InboxRow {
  readonly event_id: string;
  readonly status: string;
}

interface SeenRow {
  readonly aggregate_id: string;
  readonly last_version: number;
}

/** Each published event was settled once by each service that the contracts name as its consumer, and each aggregate's last version was seen. */
export async function checkConsumers(evidence: Evidence, owner: Owner): Promise<Finding[]> {
  const consumers = new Set(EVENTS.filter((event) => event.owner === owner).flatMap((event) => event.consumers));
  return (await Promise.all([...consumers].map((service) => checkConsumer(evidence, owner, service)))).flat();
}

async function checkConsumer({ stores, companyIds, events, mayStillCome }: Evidence, owner: Owner, service: string): Promise<Finding[]> {
  const consumer = `${service}_EVT_${owner.toUpperCase()}`;
  const handled = new Set<string>(EVENTS.filter((event) => event.consumers.some((name) => name === service)).map((event) => event.subject));
  const ofInbox = `SELECT event_id, status FROM ${service}.inbox WHERE consumer = $1 AND company_id = ANY ($2)`;
  const statusOf = new Map((await stores.sql<InboxRow>(ofInbox, [consumer, companyIds])).map((row) => [row.event_id, row.status]));
  const ofVersions = `SELECT aggregate_id, last_version FROM ${service}.inbox_versions WHERE consumer = $1`;
  const lastSeen = new Map((await stores.sql<SeenRow>(ofVersions, [consumer])).map((row) => [row.aggregate_id, row.last_version]));
  const found: Finding[] = [];
  const add = (wrong: Finding['wrong'], id: string, detail: string) => found.push({ wrong, where: `inbox of ${consumer}`, id, detail });
  const published = events[owner].filter((event) => event.is_published);
  for (const event of published.filter(({ subject }) => handled.has(subject))) {
    const status = statusOf.get(event.event_id);
    const about = `${event.subject}, version ${event.version} of ${event.aggregate_id}`;
    if (status === undefined) add(mayStillCome(consumer, event) ? 'stuck' : 'lost', event.event_id, `${about}: never handled`);
    else if (status !== 'handled') add('stuck', event.event_id, `${about}: ${status}`);
  }
  for (const [id, newest] of new Map(published.map((event) => [event.aggregate_id, event]))) {
    const last = lastSeen.get(id) ?? 0;
    const detail = `version ${newest.version} was published, the last one seen is ${last}`;
    if (last !== newest.version) add(mayStillCome(consumer, newest) ? 'stuck' : 'lost', id, detail);
  }
  return found;
}
