import { Injectable } from '@nestjs/common';
import type { Booking, Campaign } from '@smartcontent/contracts';
import type { Tx } from '@smartcontent/database';
import { CAMPAIGN_COLUMNS } from '../campaign-columns.js';

export type NewBooking = Pick<
  Booking,
  'id' | 'campaign_id' | 'kind' | 'source' | 'amount_usd' | 'booking_id' | 'unpriced_calls' | 'note' | 'created_by'
> & {
  readonly company_id: string;
  /** Of what it was told by: a later total of the same takes its place. */
  readonly source_version: number;
};
export type StoredBooking = Booking & { readonly source_version: number };
export type PlacedBooking = Booking & { readonly place: number };

/** People choose ids of their own; what a run cost has its id. */
type BookingKey = Pick<Booking, 'campaign_id' | 'source' | 'id'>;

const WAITS = `kind = 'refund' AND NOT EXISTS (SELECT 1 FROM campaigns.bookings o
  WHERE o.company_id = b.company_id AND o.campaign_id = b.campaign_id AND o.id = b.booking_id AND o.kind = 'booking' AND o.source = 'person')`;
const COLUMNS = `id, campaign_id, kind, source, amount_usd, booking_id, ${WAITS} AS is_waiting, unpriced_calls, note, created_by, created_at`;

/** A booking counts with what was not given back of it, however much was given back. */
const counts = (amount: string, refunded: string) => `greatest(${amount} - ${refunded}, 0)`;

const INSERT = `INSERT INTO campaigns.bookings
    (id, company_id, campaign_id, kind, source, amount_usd, booking_id, unpriced_calls, source_version, note, created_by, refunded_usd)
  VALUES ($1::uuid, $2::uuid, $3::uuid, $4::varchar, $5::varchar, $6, $7, $8, $9, $10, $11,
    CASE WHEN $4::varchar = 'booking' AND $5::varchar = 'person' THEN (SELECT coalesce(sum(amount_usd), 0) FROM campaigns.bookings
      WHERE company_id = $2::uuid AND campaign_id = $3::uuid AND kind = 'refund' AND booking_id = $1::uuid) ELSE 0 END)
  RETURNING ${counts('amount_usd', 'refunded_usd')}::text AS delta`;
const REFUND = `UPDATE campaigns.bookings SET refunded_usd = refunded_usd + $3::numeric WHERE campaign_id = $1 AND id = $2 AND kind = 'booking' AND source = 'person'
  RETURNING (${counts('amount_usd', 'refunded_usd')} - ${counts('amount_usd', '(refunded_usd - $3::numeric)')})::text AS delta`;
const REPLACE = `UPDATE campaigns.bookings b SET amount_usd = $3::numeric, unpriced_calls = $4, source_version = $5
  FROM (SELECT amount_usd FROM campaigns.bookings WHERE campaign_id = $1 AND id = $2 AND source = 'drafts') former
  WHERE campaign_id = $1 AND id = $2 AND source = 'drafts'
  RETURNING (${counts('b.amount_usd', 'refunded_usd')} - ${counts('former.amount_usd', 'refunded_usd')})::text AS delta`;
const FIND = `SELECT ${COLUMNS}, source_version FROM campaigns.bookings b WHERE campaign_id = $1 AND source = $2 AND id = $3`;
const NOTHING = '0';
/** What the column of the sum holds. */
const HIGHEST = '1e12';

/** All of it under the lock of the campaign's row. */
@Injectable()
export class BookingsStore {
  lockCampaign(tx: Tx, id: string): Promise<Campaign | undefined> {
    return tx.one(`SELECT ${CAMPAIGN_COLUMNS} FROM campaigns.campaigns WHERE id = $1 FOR UPDATE`, [id]);
  }

  hasCampaign(tx: Tx, id: string): Promise<boolean> {
    return tx.one('SELECT 1 FROM campaigns.campaigns WHERE id = $1', [id]).then((row) => row !== undefined);
  }

  find(tx: Tx, { campaign_id, source, id }: BookingKey): Promise<StoredBooking | undefined> {
    return tx.one(FIND, [campaign_id, source, id]);
  }

  /** Whether `wanted` fits beside what is booked: into what is left of the budget, as numbers and not as texts. */
  async fits(tx: Tx, campaignId: string, wanted: string): Promise<boolean> {
    const row = await tx.one<{ fits: boolean }>(
      `SELECT budget_spent + $2::numeric < ${HIGHEST} AND coalesce(budget_spent + $2::numeric <= budget_allocated, true) AS fits FROM campaigns.campaigns WHERE id = $1`,
      [campaignId, wanted],
    );
    return row?.fits ?? false;
  }

  /** @returns by how much the campaign's spending changes */
  async insert(tx: Tx, booking: NewBooking): Promise<string> {
    const { id, company_id, campaign_id, kind, source, amount_usd, booking_id, unpriced_calls, source_version, note, created_by } = booking;
    const values = [id, company_id, campaign_id, kind, source, amount_usd, booking_id, unpriced_calls, source_version, note, created_by];
    const inserted = await tx.one<{ delta: string }>(INSERT, values);
    if (kind === 'booking') return inserted?.delta ?? NOTHING;
    const refunded = await tx.one<{ delta: string }>(REFUND, [campaign_id, booking_id, amount_usd]);
    return refunded?.delta ?? NOTHING;
  }

  /** @returns by how much the campaign's spending changes */
  async replaceTotal(tx: Tx, { campaign_id, id, amount_usd, unpriced_calls, source_version }: NewBooking): Promise<string> {
    const replaced = await tx.one<{ delta: string }>(REPLACE, [campaign_id, id, amount_usd, unpriced_calls, source_version]);
    return replaced?.delta ?? NOTHING;
  }

  /** @returns the campaign with its new spending; undefined where nothing changes */
  spend(tx: Tx, campaignId: string, delta: string): Promise<Campaign | undefined> {
    return tx.one(
      `UPDATE campaigns.campaigns SET budget_spent = budget_spent + $2::numeric, revision = revision + 1, updated_at = clock_timestamp()
        WHERE id = $1 AND $2::numeric <> 0
       RETURNING ${CAMPAIGN_COLUMNS}`,
      [campaignId, delta],
    );
  }

  page(tx: Tx, campaignId: string, limit: number, before: number | null): Promise<PlacedBooking[]> {
    return tx.query(
      `SELECT ${COLUMNS}, place FROM campaigns.bookings b
        WHERE campaign_id = $1 AND ($2::bigint IS NULL OR place < $2) ORDER BY place DESC LIMIT $3`,
      [campaignId, before, limit],
    );
  }
}
