import { Injectable } from '@nestjs/common';
import { ClickHouse, defineQuery } from '@smartcontent/clickhouse';
import { z } from 'zod';

/** Two receipts of one event id within this count once. */
const DUPLICATE_HOURS = 24;

// Companies are said once, each with the number of its ids in the long list.
const storedQuery = defineQuery({
  name: 'ingest.stored-events',
  sql: `SELECT DISTINCT company_id, event_id FROM event_ids
    WHERE (company_id, event_id) IN (
        SELECT pair.1, toUUID(pair.2) FROM (
          SELECT arrayJoin(arrayZip(
            arrayFlatten(arrayMap((company, n) -> arrayWithConstant(n, company), {companies:Array(UUID)}, {counts:Array(UInt32)})),
            splitByChar(',', {event_ids:UUIDs})
          )) AS pair
        )
      )
      AND ingest_seq < {before:UInt64} AND received_at >= {since:DateTime} - INTERVAL ${DUPLICATE_HOURS} HOUR`,
  params: z.object({
    companies: z.array(z.uuid()),
    counts: z.array(z.number()),
    event_ids: z.array(z.string()),
    before: z.string(),
    since: z.string(),
  }),
  row: z.object({ company_id: z.uuid(), event_id: z.uuid() }),
  maxSeconds: 60,
  maxMemoryBytes: 2 * 1024 ** 3,
});

// One block whatever its size: then the table takes all of it or nothing, and the token names all of it.
const BLOCK =
  'max_insert_block_size = 1100000, min_insert_block_size_rows = 1100000, min_insert_block_size_bytes = 0, max_partitions_per_insert_block = 100';
// A newer gateway may send a column that the table does not have yet.
const LENIENT = 'input_format_skip_unknown_fields = 1';

/** Events in ClickHouse; all its SQL of this feature. */
@Injectable()
export class EventsStore {
  constructor(private readonly clickhouse: ClickHouse) {}

  /**
   * Which of these events are stored already, in front of a position, as `<company>/<event id>`.
   * @param since the earliest receipt among them, `YYYY-MM-DD hh:mm:ss` in UTC
   */
  async stored(eventIds: ReadonlyMap<string, readonly string[]>, before: string, since: string): Promise<Set<string>> {
    const rows = await this.clickhouse.run(storedQuery, {
      companies: [...eventIds.keys()],
      counts: [...eventIds.values()].map((ids) => ids.length),
      event_ids: [...eventIds.values()].flat(),
      before,
      since,
    });
    return new Set(rows.map((row) => `${row.company_id}/${row.event_id}`));
  }

  /** Inserts finished lines as one block; the same token again changes nothing, in the table and behind its views. */
  async insert(lines: readonly string[], token: string): Promise<void> {
    const settings = `insert_deduplication_token = '${token}', ${BLOCK}, ${LENIENT}`;
    await this.clickhouse.insertRaw({ sql: `INSERT INTO events SETTINGS ${settings} FORMAT JSONEachRow`, body: lines.join('\n') });
  }
}
