import { Injectable } from '@nestjs/common';
import { ClickHouse, defineQuery } from '@smartcontent/clickhouse';
import type { Tx } from '@smartcontent/database';
import { z } from 'zod';

/** Fits into one message: an event is 200 bytes. */
const PAGE = 3_000;

const pageQuery = defineQuery({
  name: 'engagement.page',
  sql: `SELECT toString(ingest_seq) AS place, company_id, user_id, content_id, event_type, toUnixTimestamp64Milli(timestamp) AS occurred_at
    FROM events
    WHERE ingest_seq > {after:UInt64} AND ingest_seq <= {until:UInt64} AND content_id IS NOT NULL AND event_type IN {event_types:Array(String)}
    ORDER BY ingest_seq LIMIT ${PAGE}`,
  params: z.object({ after: z.string(), until: z.string(), event_types: z.array(z.string()) }),
  row: z.object({
    place: z.string(),
    company_id: z.uuid(),
    user_id: z.uuid().nullable(),
    content_id: z.uuid(),
    event_type: z.string(),
    occurred_at: z.number(),
  }),
  maxSeconds: 30,
  maxMemoryBytes: 1024 ** 3,
});
export type PlacedEngagement = z.output<typeof pageQuery.row>;

@Injectable()
export class EngagementStore {
  constructor(private readonly clickhouse: ClickHouse) {}

  /** The message up to which everything is stored, shifted as the places of its events are; undefined before the first. */
  async storedThrough(tx: Tx): Promise<bigint | undefined> {
    const row = await tx.one<{ message: string }>(
      `SELECT (last_sequence + shift)::text AS message FROM ingest_offsets JOIN ingest_epochs USING (epoch)
       WHERE committed_at IS NOT NULL ORDER BY epoch DESC, ingest_offsets.first_sequence DESC LIMIT 1`,
    );
    return row && BigInt(row.message);
  }

  /** Events at places above `after` up to `until`, and whether the page ends there or because it is full. */
  async page(after: bigint, until: bigint, eventTypes: readonly string[]): Promise<{ rows: PlacedEngagement[]; isFull: boolean }> {
    const rows = await this.clickhouse.run(pageQuery, { after: `${after}`, until: `${until}`, event_types: [...eventTypes] });
    return { rows, isFull: rows.length === PAGE };
  }
}
