import { Injectable } from '@nestjs/common';
import { ClickHouse, defineQuery } from '@smartcontent/clickhouse';
import { PERFORMANCE_COUNTERS } from '@smartcontent/contracts';
import { z } from 'zod';
import { PerformanceSettings } from '../performance-settings.js';

const COUNTERS = Object.entries(PERFORMANCE_COUNTERS);
const count = z.number().int().nonnegative();

/** A platform is what a client wrote: Postgres takes no NUL. */
const countQuery = defineQuery({
  name: 'performance.count',
  sql: `SELECT company_id, content_id, replaceAll(platform, char(0), '') AS platform_name,
      ${COUNTERS.map(([type, counter]) => `countIf(event_type = '${type}') AS ${counter}`).join(', ')}
    FROM events
    WHERE ingest_seq > {after:UInt64} AND ingest_seq <= {until:UInt64} AND content_id IS NOT NULL
      AND event_type IN (${COUNTERS.map(([type]) => `'${type}'`).join(', ')})
    GROUP BY company_id, content_id, platform_name LIMIT {limit:UInt32}`,
  params: z.object({ after: z.string(), until: z.string(), limit: z.number().int() }),
  row: z.object({
    company_id: z.uuid(),
    content_id: z.uuid(),
    platform_name: z.string(),
    impressions: count,
    views: count,
    likes: count,
    shares: count,
    comments: count,
    clicks: count,
  }),
  maxSeconds: 30,
});
export type CountedEvents = z.output<typeof countQuery.row>;

/** Events in ClickHouse, as they are counted into the performance of contents. */
@Injectable()
export class CountedEventsStore {
  constructor(
    private readonly clickhouse: ClickHouse,
    private readonly settings: PerformanceSettings,
  ) {}

  /** Of all companies, by content and platform, at places above `after` up to `until`; null where these are too many at once. */
  async count(after: bigint, until: bigint): Promise<CountedEvents[] | null> {
    const { mostGroups } = this.settings;
    const rows = await this.clickhouse.run(countQuery, { after: `${after}`, until: `${until}`, limit: mostGroups + 1 });
    return rows.length > mostGroups ? null : rows;
  }
}
