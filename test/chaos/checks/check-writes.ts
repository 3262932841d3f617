import type { LedgerEntry } from '../ledger.js';
import { type Evidence, isOfClient, type Owner, type StoredEvent } from './evidence.js';
import type { Finding, Wrong } from './findings.js';

interface AuditRow {
  readonly correlation_id: string;
  readonly actor: string;
}

/**
 * What clients were told against events and audit rows: an acknowledged write has one of each and they say what was answered, a refused
 * one none, and one without a final answer either both or none.
 */
export async function checkWrites({ stores, ledger, companyIds, events }: Evidence, owner: Owner): Promise<Finding[]> {
  const audits = await stores.sql<AuditRow>(`SELECT correlation_id, actor FROM ${owner}.audit_log WHERE company_id = ANY ($1)`, [
    companyIds,
  ]);
  const eventsOf = Map.groupBy(events[owner].filter(isOfClient), (event) => event.correlation_id);
  const auditsOf = Map.groupBy(audits.filter(isOfClient), (audit) => audit.correlation_id);
  return ledger.entries
    .filter((entry) => ownerOf(entry) === owner)
    .flatMap((entry) => judge(entry, eventsOf.get(entry.id) ?? [], auditsOf.get(entry.id)?.length ?? 0, owner));
}

function ownerOf({ kind }: LedgerEntry): Owner | undefined {
  if (kind === 'ingest') return undefined;
  return kind === 'schedule' ? 'scheduling' : 'content';
}

function judge(entry: LedgerEntry, events: readonly StoredEvent[], audits: number, owner: Owner): Finding[] {
  const found = (wrong: Wrong, detail: string): Finding[] => [
    {
      wrong,
      where: `outbox of ${owner}`,
      id: entry.id,
      detail: `${entry.kind} of ${entry.targetId ?? 'something new'}, ${entry.outcome}: ${detail}`,
    },
  ];
  if (events.length > 1) return found('doubled', `${events.length} events`);
  if (events.length !== audits) return found('half_applied', `${events.length} events, ${audits} audit rows`);
  const [event] = events;
  if (entry.outcome === 'refused' && event) return found('half_applied', `answered ${entry.status} ${entry.code}, yet it happened`);
  if (entry.outcome !== 'acknowledged') return [];
  if (!event) return found('lost', 'no event');
  const { id, revision = event.version } = entry.answer as { id: string; revision?: number };
  if (event.aggregate_id === id && event.version === revision) return [];
  return found('lost', `answered ${id} at revision ${revision}, stored ${event.aggregate_id} at ${event.version}`);
}
