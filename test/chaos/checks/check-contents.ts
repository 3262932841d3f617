import { ContentDeleted } from '@smartcontent/contracts';
import type { Evidence, StoredEvent } from './evidence.js';
import type { Finding } from './findings.js';

interface ContentRow {
  readonly id: string;
  readonly revision: number;
  readonly status: string;
  readonly version_number: number;
  readonly versions: number;
  readonly current_versions: number;
}

/** A content's row stands where its last event says, with all of its versions; a deleted one is gone. */
export async function checkContents({ stores, companyIds, events }: Evidence): Promise<Finding[]> {
  const rows = await stores.sql<ContentRow>(
    `SELECT id, revision, status, version_number,
            (SELECT count(*) FROM content.content_versions version WHERE version.content_id = content.id) AS versions,
            (SELECT count(*) FROM content.content_versions version WHERE version.id = content.version_id) AS current_versions
       FROM content.content WHERE company_id = ANY ($1)`,
    [companyIds],
  );
  const rowOf = new Map(rows.map((row) => [row.id, row]));
  const lastOf = new Map(events.content.map((event) => [event.aggregate_id, event]));
  const found = [...lastOf].flatMap(([id, last]) => judge(id, last, rowOf.get(id)));
  const strays = rows.filter((row) => !lastOf.has(row.id));
  return [...found, ...strays.map(({ id }) => wrong('half_applied', id, 'a row without any event'))];
}

function judge(id: string, last: StoredEvent, row: ContentRow | undefined): Finding[] {
  if (last.subject === ContentDeleted.subject) return row ? [wrong('half_applied', id, 'deleted, yet its row is there')] : [];
  if (!row) return [wrong('lost', id, `no row; its last event is ${last.subject} at ${last.version}`)];
  const found: Finding[] = [];
  if (row.revision !== last.version)
    found.push(wrong('half_applied', id, `row at revision ${row.revision}, last event at ${last.version}`));
  else if (row.status !== last.data.status)
    found.push(wrong('half_applied', id, `row is ${row.status}, last event says ${last.data.status}`));
  if (row.versions !== row.version_number || row.current_versions !== 1)
    found.push(wrong('half_applied', id, `version number ${row.version_number}, ${row.versions} versions`));
  return found;
}

function wrong(kind: Finding['wrong'], id: string, detail: string): Finding {
  return { wrong: kind, where: 'content.content', id, detail };
}
