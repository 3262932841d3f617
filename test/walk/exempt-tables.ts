/**
 * Tables that no policy narrows to a company, each with why. The walk fails on a table that neither has forced row-level security nor stands here.
 * By its name alone where every service has one.
 */
export const EXEMPT_TABLES: Readonly<Record<string, string>> = {
  outbox: 'the relay publishes the events of every company; a request may only add to it',
  inbox: 'the event server keeps one row per event and handler for every company: ids and outcomes, no contents',
  inbox_versions: 'the last version per handler and aggregate: ids and numbers, of no company in particular',
  relay_lease: 'who relays at the moment',
  migrations: 'which migrations ran',
  'ddl_log.*': 'which statements changed the schema of a service; its owner reads it',
  'analytics.ingest_epochs': 'positions on the ingest stream, which carries the events of every company',
  'analytics.ingest_offsets': 'ranges of the ingest stream that are stored; each holds events of several companies, by numbers',
  'identity.reset_requests': 'addresses that nobody has looked at yet, so that the answer does not tell whether there is an account',
};

/** Why the table needs no policy; undefined where it needs one. */
export function exemptionOf(schema: string, name: string): string | undefined {
  return EXEMPT_TABLES[`${schema}.${name}`] ?? EXEMPT_TABLES[`${schema}.*`] ?? EXEMPT_TABLES[name];
}
