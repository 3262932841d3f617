import { Injectable } from '@nestjs/common';
import type { Tx } from '@smartcontent/database';
import type { HourCounts } from './accounting.js';

export interface EpochRow {
  readonly epoch: number;
  readonly first_sequence: number;
  /** Id of the message in front of it; null where the epoch starts at the stream's first. */
  readonly anchor_message_id: string | null;
  readonly shift: number;
}

export interface OffsetRow {
  readonly epoch: number;
  readonly first_sequence: number;
  readonly last_sequence: number;
  readonly last_message_id: string;
  readonly token: string;
  readonly row_count: number;
  readonly duplicates: Uint8Array | null;
}

type NewOffset = Omit<OffsetRow, 'token'> & { readonly counts: readonly HourCounts[] };

const EPOCH = 'epoch, first_sequence, anchor_message_id, shift';
const OFFSET = 'epoch, first_sequence, last_sequence, last_message_id, token, row_count, duplicates';

/** Where the reading of the ingest stream stands, and the books; all SQL on Postgres of this feature. */
@Injectable()
export class IngestStore {
  currentEpoch(tx: Tx): Promise<EpochRow | undefined> {
    return tx.one(`SELECT ${EPOCH} FROM ingest_epochs ORDER BY epoch DESC LIMIT 1`);
  }

  /** Gives up the range under way. Sequences of the new epoch are shifted above every one that was recorded before. */
  async startEpoch(tx: Tx, firstSequence: number, anchorMessageId: string | null): Promise<EpochRow> {
    await tx.query('UPDATE ingest_offsets SET abandoned_at = clock_timestamp() WHERE committed_at IS NULL AND abandoned_at IS NULL');
    const row = await tx.one<EpochRow>(
      `INSERT INTO ingest_epochs (epoch, first_sequence, anchor_message_id, shift)
       SELECT (SELECT coalesce(max(epoch), 0) + 1 FROM ingest_epochs), $1, $2,
              coalesce((SELECT max(o.last_sequence + e.shift) FROM ingest_offsets o JOIN ingest_epochs e USING (epoch)), 0)
       RETURNING ${EPOCH}`,
      [firstSequence, anchorMessageId],
    );
    return row as EpochRow;
  }

  openRange(tx: Tx): Promise<OffsetRow | undefined> {
    return tx.one(`SELECT ${OFFSET} FROM ingest_offsets WHERE committed_at IS NULL AND abandoned_at IS NULL`);
  }

  lastCommitted(tx: Tx, epoch: number): Promise<OffsetRow | undefined> {
    return tx.one(
      `SELECT ${OFFSET} FROM ingest_offsets WHERE epoch = $1 AND committed_at IS NOT NULL ORDER BY first_sequence DESC LIMIT 1`,
      [epoch],
    );
  }

  /** Committed ranges that end within these bounds, the latest first. */
  committedWithin(tx: Tx, first: number, last: number): Promise<Pick<OffsetRow, 'last_sequence' | 'last_message_id'>[]> {
    return tx.query(
      `SELECT last_sequence, last_message_id FROM ingest_offsets
       WHERE committed_at IS NOT NULL AND last_sequence BETWEEN $1 AND $2 ORDER BY last_sequence DESC, epoch DESC`,
      [first, last],
    );
  }

  /** Fails where another range is under way, or somebody else has recorded this one. */
  async record(tx: Tx, range: NewOffset): Promise<OffsetRow> {
    const row = await tx.one<OffsetRow>(
      `INSERT INTO ingest_offsets (epoch, first_sequence, last_sequence, last_message_id, row_count, duplicates, counts)
       VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING ${OFFSET}`,
      [
        range.epoch,
        range.first_sequence,
        range.last_sequence,
        range.last_message_id,
        range.row_count,
        range.duplicates,
        JSON.stringify(range.counts),
      ],
    );
    return row as OffsetRow;
  }

  /** False where it was committed or given up before. */
  async commit(tx: Tx, range: OffsetRow): Promise<boolean> {
    const rows = await tx.query(
      `UPDATE ingest_offsets SET committed_at = clock_timestamp(), duplicates = NULL, counts = NULL
       WHERE epoch = $1 AND first_sequence = $2 AND token = $3 AND committed_at IS NULL AND abandoned_at IS NULL RETURNING 1`,
      [range.epoch, range.first_sequence, range.token],
    );
    return rows.length > 0;
  }

  /** As if it had never been recorded; only for a range of which nothing was stored. */
  async forget(tx: Tx, range: OffsetRow): Promise<void> {
    await tx.query('DELETE FROM ingest_offsets WHERE epoch = $1 AND first_sequence = $2 AND token = $3 AND committed_at IS NULL', [
      range.epoch,
      range.first_sequence,
      range.token,
    ]);
  }

  async addCounts(tx: Tx, counts: readonly HourCounts[]): Promise<void> {
    const column = (name: keyof HourCounts) => counts.map((hour) => hour[name]);
    await tx.query(
      `INSERT INTO ingest_accounting AS book (company_id, hour, received, accepted, rejected, stored, duplicate, dead)
       SELECT * FROM unnest($1::uuid[], $2::timestamptz[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[])
       ON CONFLICT (company_id, hour) DO UPDATE SET
         received = book.received + excluded.received, accepted = book.accepted + excluded.accepted, rejected = book.rejected + excluded.rejected,
         stored = book.stored + excluded.stored, duplicate = book.duplicate + excluded.duplicate, dead = book.dead + excluded.dead`,
      [
        column('company_id'),
        column('hour'),
        column('received'),
        column('accepted'),
        column('rejected'),
        column('stored'),
        column('duplicate'),
        column('dead'),
      ],
    );
  }

  /** The latest committed range that is older than this. */
  committedBefore(tx: Tx, epoch: number, seconds: number): Promise<{ last_sequence: number } | undefined> {
    return tx.one(
      `SELECT last_sequence FROM ingest_offsets
       WHERE epoch = $1 AND committed_at < clock_timestamp() - make_interval(secs => $2) ORDER BY first_sequence DESC LIMIT 1`,
      [epoch, seconds],
    );
  }

  /** Old ranges tell nothing any more, except the latest: it says where to go on. */
  async deleteOld(tx: Tx): Promise<void> {
    await tx.query(
      `DELETE FROM ingest_offsets WHERE recorded_at < clock_timestamp() - interval '8 days'
         AND (epoch, first_sequence) <> (SELECT epoch, first_sequence FROM ingest_offsets ORDER BY epoch DESC, first_sequence DESC LIMIT 1)`,
    );
  }

  /** The company's books. What the range under way has of it is accepted, and nothing else yet. */
  accountingOf(tx: Tx, from: string, to: string): Promise<(Omit<HourCounts, 'company_id'> & { in_flight: number })[]> {
    return tx.query(
      `WITH company AS (SELECT NULLIF(current_setting('app.company_id', true), '')::uuid AS id),
       book AS (
         SELECT hour, received, accepted, rejected, stored, duplicate, dead FROM ingest_accounting, company WHERE company_id = company.id
         UNION ALL
         SELECT hour, received, accepted, rejected, 0, 0, 0
         FROM company, ingest_offsets, jsonb_to_recordset(counts)
           AS line (company_id uuid, hour timestamptz, received bigint, accepted bigint, rejected bigint)
         WHERE committed_at IS NULL AND abandoned_at IS NULL AND company_id = company.id)
       SELECT hour, sum(received)::bigint AS received, sum(accepted)::bigint AS accepted, sum(rejected)::bigint AS rejected,
         sum(stored)::bigint AS stored, sum(duplicate)::bigint AS duplicate, sum(dead)::bigint AS dead,
         sum(accepted - stored - duplicate - dead)::bigint AS in_flight
       FROM book WHERE hour >= date_trunc('hour', $1::timestamptz, 'UTC') AND hour < $2::timestamptz GROUP BY hour ORDER BY hour LIMIT 10000`,
      [from, to],
    );
  }

  lastStored(tx: Tx): Promise<Pick<OffsetRow, 'last_sequence' | 'last_message_id'> | undefined> {
    return tx.one(
      'SELECT last_sequence, last_message_id FROM ingest_offsets WHERE committed_at IS NOT NULL ORDER BY epoch DESC, first_sequence DESC LIMIT 1',
    );
  }
}
