import { Injectable } from '@nestjs/common';
import type { CountActivity, ListContentActivity, OutputOf, RequestContext } from '@smartcontent/contracts';
import { Database, type Tx } from '@smartcontent/database';

type Shown = OutputOf<typeof ListContentActivity>['items'][number];
/** A line as it is kept; `place` is given to it. */
export type ActivityLine = Shown & { readonly company_id: string; readonly content_id: string };
export type PlacedLine = Shown & { readonly place: number };

/** One parameter a column, so that the text is the same for any number of rows; they come out of unnest in the order they went in. */
const INSERT = `
  INSERT INTO content_activity
    (company_id, content_id, event_id, type, aggregate_id, aggregate_version, actor, occurred_at, details)
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::uuid[], $6::bigint[], $7::text[], $8::timestamptz[], $9::jsonb[])`;

/** The timeline of contents; the functions of its reads stand in the migration. */
@Injectable()
export class ActivityStore {
  constructor(private readonly database: Database) {}

  async insert(tx: Tx, lines: readonly ActivityLine[]): Promise<void> {
    const column = (name: keyof ActivityLine) => lines.map((line) => line[name]);
    await tx.query(INSERT, [
      column('company_id'),
      column('content_id'),
      column('event_id'),
      column('type'),
      column('aggregate_id'),
      column('aggregate_version'),
      column('actor'),
      column('occurred_at'),
      lines.map((line) => JSON.stringify(line.details)),
    ]);
  }

  /** Newest first, from below the instant and place of `after`. */
  page(context: RequestContext, contentId: string, after: [string, number] | null, limit: number): Promise<PlacedLine[]> {
    const [occurredAt, place] = after ?? [null, null];
    return this.database.readTenant(context, 'list_activity', [contentId, occurredAt, place, limit]);
  }

  /** Names by which Postgres knows a zone, spelled as it spells them. */
  async timeZones(context: RequestContext): Promise<string[]> {
    const text = 'SELECT name FROM pg_timezone_names';
    const rows = await this.database.withTenant(context, (tx) => tx.query<{ name: string }>(text));
    return rows.map(({ name }) => name);
  }

  countByDay(context: RequestContext, from: string, to: string, zone: string): Promise<OutputOf<typeof CountActivity>['items']> {
    return this.database.readTenant(context, 'count_activity', [from, to, zone]);
  }
}

/** A part of them, in the order in which they lie on the disk. */
const DELETE_LINES = `WITH piece AS MATERIALIZED (
    SELECT ctid AS place FROM content_activity
    WHERE ctid > $3::tid AND occurred_at >= $1 AND (aggregate_id = content_id) = $2 LIMIT $4),
  gone AS (DELETE FROM content_activity WHERE ctid = ANY (ARRAY(SELECT place FROM piece)))
  SELECT count(*) >= $4 AS is_cut, max(place)::text AS last FROM piece`;
const DELETED_AT_ONCE = 50_000;

/** Removes the lines of contents themselves, or those of their posts, from an instant on and of every company: millions, in pieces. */
export async function deleteLines(tx: Tx, ofContents: boolean, from: string): Promise<void> {
  let after: string | undefined = '(0,0)';
  while (after) {
    const piece: { is_cut: boolean; last: string } | undefined = await tx.one(DELETE_LINES, [from, ofContents, after, DELETED_AT_ONCE]);
    after = piece?.is_cut ? piece.last : undefined;
  }
}
