import { Injectable } from '@nestjs/common';
import {
  type ContentPerformance,
  type ListPerformanceHistory,
  OTHER_PLATFORMS,
  type OutputOf,
  PERFORMANCE_COUNTERS,
  PLATFORMS_OF_CONTENT,
  type RequestContext,
} from '@smartcontent/contracts';
import { Database, type Tx } from '@smartcontent/database';
import type { CountedEvents } from './counted-events.store.js';

export type Snapshot = OutputOf<typeof ListPerformanceHistory>['items'][number];
/** The latest totals of a content on a platform; `version` grows with each change of them. */
export type Totals = ContentPerformance & { readonly content_id: string; readonly version: number };
/** A content of which something was counted, and the version that it has now. */
export interface Changed {
  readonly content_id: string;
  readonly version: number;
}

export interface HistoryQuery {
  readonly content_id: string;
  readonly platform?: string | undefined;
  readonly recorded_at_from?: string | undefined;
  readonly recorded_at_to?: string | undefined;
}

const COUNTERS = Object.values(PERFORMANCE_COUNTERS);
const NAMES = COUNTERS.join(', ');

/**
 * Adds to the totals and writes them as the row of this quarter of an hour, which may be there already. Time goes on with each
 * change of a content, whatever the clock does and whichever platform it is of: by it a cached answer is known to be older.
 */
const ADD = `
  WITH counted AS (
    SELECT events.*, greatest(statement_timestamp(), newest.counted_at + interval '1 millisecond') AS counted_at
    FROM unnest($1::uuid[], $2::uuid[], $3::text[], ${COUNTERS.map((_, place) => `$${place + 4}::bigint[]`).join(', ')})
        AS events (company_id, content_id, platform, ${NAMES}),
      LATERAL (SELECT max(counted_at) AS counted_at FROM performance_totals AS known
        WHERE known.company_id = events.company_id AND known.content_id = events.content_id) AS newest
  ), total AS (
    INSERT INTO performance_totals AS old (company_id, content_id, platform, ${NAMES}, recorded_at, counted_at)
    SELECT company_id, content_id, platform, ${NAMES}, date_bin('15 minutes', statement_timestamp(), '2000-01-01Z'), counted_at
    FROM counted ORDER BY company_id, content_id, platform
    ON CONFLICT (company_id, content_id, platform) DO UPDATE SET
      ${COUNTERS.map((name) => `${name} = old.${name} + excluded.${name}`).join(', ')},
      recorded_at = greatest(old.recorded_at, excluded.recorded_at),
      counted_at = excluded.counted_at
    RETURNING company_id, content_id, platform, ${NAMES}, recorded_at, counted_at
  ), snapshot AS (
    INSERT INTO content_performance (company_id, content_id, platform, ${NAMES}, recorded_at)
    SELECT company_id, content_id, platform, ${NAMES}, recorded_at FROM total
    ON CONFLICT (company_id, content_id, recorded_at, platform) DO UPDATE SET ${COUNTERS.map((name) => `${name} = excluded.${name}`).join(', ')}
  )
  SELECT content_id, (extract(epoch FROM max(counted_at)) * 1000)::bigint AS version FROM total GROUP BY company_id, content_id`;

/** What was counted of contents, and how far. */
@Injectable()
export class PerformanceStore {
  constructor(private readonly database: Database) {}

  async place(tx: Tx): Promise<bigint> {
    const row = await tx.one<{ place: string }>('SELECT place::text FROM performance_place');
    if (!row) throw new Error('performance_place has no row');
    return BigInt(row.place);
  }

  /** False where somebody else has gone on from there. */
  async moveOn(tx: Tx, from: bigint, to: bigint): Promise<boolean> {
    const moved = await tx.one('UPDATE performance_place SET place = $2::numeric WHERE place = $1::numeric RETURNING 1', [
      `${from}`,
      `${to}`,
    ]);
    return moved !== undefined;
  }

  async add(tx: Tx, events: readonly CountedEvents[]): Promise<Changed[]> {
    const column = (name: keyof CountedEvents) => events.map((row) => row[name]);
    return tx.query(ADD, [column('company_id'), column('content_id'), column('platform_name'), ...COUNTERS.map(column)]);
  }

  /** By content, the platform with the most events first; those beyond {@link PLATFORMS_OF_CONTENT} are one. */
  latest(context: RequestContext, contentIds: readonly string[], platform: string | null = null): Promise<Totals[]> {
    return this.database.readTenant(context, 'read_performance', [contentIds, platform, PLATFORMS_OF_CONTENT, OTHER_PLATFORMS]);
  }

  /** Newest first, from below the instant and platform of `after`. */
  history(context: RequestContext, query: HistoryQuery, after: [string, string] | null, limit: number): Promise<Snapshot[]> {
    const { content_id, platform = null, recorded_at_from = null, recorded_at_to = null } = query;
    const [recordedAt, beforePlatform] = after ?? [null, null];
    const args = [content_id, platform, recorded_at_from, recorded_at_to, recordedAt, beforePlatform, limit];
    return this.database.readTenant(context, 'list_performance', args);
  }

  /** This month and those ahead. */
  async ensurePartitions(tx: Tx, ahead: number): Promise<void> {
    await tx.query('SELECT ensure_performance_partitions($1)', [ahead]);
  }

  async dropPartitions(tx: Tx, keptDays: number): Promise<void> {
    await tx.query('SELECT drop_performance_partitions($1)', [keptDays]);
  }
}
