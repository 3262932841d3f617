/** A table that no policy narrows to a company. */
export interface Exemption {
  readonly why: string;
  /** What the role of its service that answers requests may do with it, in the words of Postgres; the walk fails on any other right. */
  readonly rights: readonly ('SELECT' | 'INSERT' | 'UPDATE' | 'DELETE' | 'TRUNCATE')[];
}

/**
 * Tables without a policy, each with why. The walk fails on a table that neither has forced row-level security nor stands here.
 * By its name alone where every service has one.
 */
export const EXEMPT_TABLES: Readonly<Record<string, Exemption>> = {
  outbox: { why: 'the relay publishes the events of every company; a request may only add to it', rights: ['INSERT'] },
  inbox: {
    why: 'the event server keeps one row per event and handler for every company: ids and outcomes, no contents',
    rights: ['SELECT', 'INSERT', 'UPDATE'],
  },
  inbox_versions: {
    why: 'the last version per handler and aggregate: ids and numbers, of no company in particular',
    rights: ['SELECT', 'INSERT', 'UPDATE'],
  },
  relay_lease: { why: 'who relays at the moment', rights: [] },
  migrations: { why: 'which migrations ran', rights: [] },
  'ddl_log.*': { why: 'which statements changed the schema of a service; its owner reads it', rights: [] },
  'analytics.ingest_epochs': { why: 'positions on the ingest stream, which carries the events of every company', rights: [] },
  'analytics.ingest_offsets': {
    why: 'ranges of the ingest stream that are stored; each holds events of several companies, by numbers',
    rights: ['SELECT'],
  },
  'analytics.performance_place': { why: 'how far the events of all companies are counted: a number', rights: [] },
  'analytics.content_analytics': { why: 'a view with the rights and the policies of whoever asks', rights: ['SELECT'] },
  'generation.model_prices': { why: 'what models cost everybody; a company’s own prices stand elsewhere', rights: ['SELECT'] },
  'embeddings.snapshots': { why: 'where a walk over the contents of all companies stands: the last id', rights: [] },
  'embeddings.engagement_place': { why: 'where the following of the events of all companies stands: a number', rights: [] },
  'identity.reset_requests': {
    why: 'addresses that nobody has looked at yet, so that the answer does not tell whether there is an account',
    rights: [],
  },
};

/** Why the table needs no policy; undefined where it needs one. */
export function exemptionOf(schema: string, name: string): Exemption | undefined {
  return EXEMPT_TABLES[`${schema}.${name}`] ?? EXEMPT_TABLES[`${schema}.*`] ?? EXEMPT_TABLES[name];
}
