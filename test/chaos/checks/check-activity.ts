import { EVENTS } from '@smartcontent/contracts';
import { isAscending } from './check-sequences.js';
import type { Evidence } from './evidence.js';
import type { Finding } from './findings.js';

interface ActivityRow {
  readonly event_id: string;
  readonly aggregate_id: string;
  readonly version: number;
}

const WHERE = 'analytics.content_activity';

/**
 * The projection of analytics has one row for each event that it consumes, in the order in which they were applied. Nothing in the
 * table refuses a second row, so it shows what the inbox let through.
 */
export async function checkActivity({ stores, companyIds, events, mayStillCome }: Evidence): Promise<Finding[]> {
  const rows = await stores.sql<ActivityRow>(
    `SELECT event_id, aggregate_id, aggregate_version AS version FROM ${WHERE} WHERE company_id = ANY ($1) ORDER BY place`,
    [companyIds],
  );
  const consumed = new Set<string>(EVENTS.filter((event) => event.consumers.includes('analytics')).map((event) => event.subject));
  const timesOf = Map.groupBy(rows, (row) => row.event_id);
  const found: Finding[] = [];
  for (const event of Object.values(events)
    .flat()
    .filter(({ subject, is_published }) => is_published && consumed.has(subject))) {
    const times = timesOf.get(event.event_id)?.length ?? 0;
    const detail = `${event.subject}, version ${event.version} of ${event.aggregate_id}: ${times} rows`;
    if (times === 1) continue;
    const consumer = `analytics_EVT_${event.subject.split('.')[1]?.toUpperCase()}`;
    const missing = mayStillCome(consumer, event) ? 'stuck' : 'lost';
    found.push({ wrong: times === 0 ? missing : 'doubled', where: WHERE, id: event.event_id, detail });
  }
  for (const [id, ofAggregate] of Map.groupBy(rows, (row) => row.aggregate_id)) {
    const versions = ofAggregate.map((row) => row.version);
    if (!isAscending(versions)) found.push({ wrong: 'out_of_order', where: WHERE, id, detail: `versions ${versions.join(' ')}` });
  }
  return found;
}
