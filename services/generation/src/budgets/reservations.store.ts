import { Injectable } from '@nestjs/common';
import type { Tx } from '@smartcontent/database';

/** The current period of a budget that bounds a call, locked until the transaction ends. Sums are decimals. */
export interface BoundingPeriod {
  readonly budget_id: string;
  readonly starts_at: string;
  readonly amount_usd: string;
  readonly spent_usd: string;
  readonly reserved_usd: string;
}

export interface NewReservation {
  readonly id: string;
  readonly companyId: string;
  readonly runId: string;
  readonly attempt: number;
  readonly model: string;
  readonly priceVersion: string | null;
  readonly amount: string | null;
  readonly expiresInSeconds: number;
}

export interface StoredReservation {
  readonly id: string;
  readonly price_version: string | null;
  readonly amount_usd: string | null;
  readonly state: 'held' | 'expired' | 'settled' | 'released';
  readonly settled_usd: string | null;
}

/** `now()` is the transaction's, so every statement of it means the same period. */
const BOUNDING = `SELECT id AS budget_id, amount_usd,
    CASE period WHEN 'total' THEN 'epoch'::timestamptz ELSE date_trunc(period, now(), 'UTC') END AS starts_at
  FROM budgets WHERE company_id = $1 AND (campaign_id IS NULL OR campaign_id = $2) AND ended_at IS NULL`;
/** In the order of their ids too: of two first calls of a period one waits for the other. */
const BEGIN_PERIODS = `INSERT INTO budget_periods (company_id, budget_id, starts_at)
  SELECT $1, budget_id, starts_at FROM (${BOUNDING}) AS bounding ORDER BY budget_id ON CONFLICT DO NOTHING`;
/** Always in the order of their ids: who waits for another's rows holds none that the other still needs. */
const LOCK_BOUNDING = `SELECT budget_id, p.starts_at, amount_usd, p.spent_usd, p.reserved_usd
  FROM (${BOUNDING}) AS bounding JOIN budget_periods p USING (budget_id, starts_at)
  WHERE p.company_id = $1 ORDER BY budget_id FOR NO KEY UPDATE OF p`;
/** Just the periods that were locked: a budget that was set since then bounds the next call. */
const RESERVE = `WITH bounding AS (SELECT * FROM unnest($8::uuid[], $9::timestamptz[]) AS locked (budget_id, starts_at)),
  reservation AS (
    INSERT INTO budget_reservations (id, company_id, run_id, attempt, model, price_version, amount_usd, expires_at)
    VALUES ($2, $1, $3, $4, $5, $6, $7::numeric, now() + make_interval(secs => $10::float8))),
  held AS (
    INSERT INTO budget_holds (company_id, reservation_id, budget_id, starts_at) SELECT $1, $2, budget_id, starts_at FROM bounding)
  UPDATE budget_periods p SET reserved_usd = reserved_usd + $7::numeric
  FROM bounding WHERE p.company_id = $1 AND p.budget_id = bounding.budget_id AND p.starts_at = bounding.starts_at`;

const COLUMNS = 'id, price_version, amount_usd, state, settled_usd';
const LOCK_ONE = `SELECT ${COLUMNS} FROM budget_reservations WHERE company_id = $1 AND id = $2 FOR UPDATE`;
const LOCK_OPEN = `SELECT ${COLUMNS} FROM budget_reservations WHERE company_id = $1 AND run_id = $2 AND state = 'held' ORDER BY id FOR UPDATE`;
/** Of any company; what somebody is just settling is left to him. */
const LOCK_OVERDUE = `SELECT company_id, ${COLUMNS} FROM budget_reservations WHERE state = 'held' AND expires_at < now()
  ORDER BY expires_at LIMIT 1 FOR UPDATE SKIP LOCKED`;
const DELETE_ENDED = `DELETE FROM budget_reservations WHERE (company_id, id) IN (
    SELECT company_id, id FROM budget_reservations WHERE state <> 'held' AND created_at < now() - make_interval(days => $1)
    LIMIT $2 FOR UPDATE SKIP LOCKED)
  RETURNING id`;
const LOCK_PERIODS = `SELECT 1 FROM budget_periods p JOIN budget_holds h USING (company_id, budget_id, starts_at)
  WHERE h.company_id = $1 AND h.reservation_id = $2 ORDER BY p.budget_id FOR NO KEY UPDATE OF p`;
const BOOK = `WITH reservation AS (
    UPDATE budget_reservations SET state = $3, settled_usd = $4::numeric WHERE company_id = $1 AND id = $2)
  UPDATE budget_periods p SET spent_usd = spent_usd + $5::numeric, reserved_usd = reserved_usd - $6::numeric
  FROM budget_holds h WHERE h.company_id = $1 AND h.reservation_id = $2
    AND p.company_id = h.company_id AND p.budget_id = h.budget_id AND p.starts_at = h.starts_at`;

/** What becomes of a reservation: its state, what it cost, and by how much the sums of its periods change. */
export interface Booking {
  readonly state: StoredReservation['state'];
  readonly settled: string | null;
  readonly spentBy: string;
  readonly reservedBy: string;
}

@Injectable()
export class ReservationsStore {
  /** The periods that bound a call now, from the first call of each on. Whoever else reserves or settles there waits. */
  async lockBounding(tx: Tx, companyId: string, campaignId: string | null): Promise<BoundingPeriod[]> {
    const values = [companyId, campaignId];
    const [, periods] = await Promise.all([tx.query(BEGIN_PERIODS, values), tx.query<BoundingPeriod>(LOCK_BOUNDING, values)]);
    return periods;
  }

  async reserve(tx: Tx, reservation: NewReservation, periods: readonly BoundingPeriod[]): Promise<void> {
    const { id, companyId, runId, attempt, model, priceVersion, amount, expiresInSeconds } = reservation;
    const places = [periods.map(({ budget_id }) => budget_id), periods.map(({ starts_at }) => starts_at)];
    await tx.query(RESERVE, [companyId, id, runId, attempt, model, priceVersion, amount, ...places, expiresInSeconds]);
  }

  lock(tx: Tx, companyId: string, id: string): Promise<StoredReservation | undefined> {
    return tx.one(LOCK_ONE, [companyId, id]);
  }

  lockOpen(tx: Tx, companyId: string, runId: string): Promise<StoredReservation[]> {
    return tx.query(LOCK_OPEN, [companyId, runId]);
  }

  /** What ended so many days ago; late answers to it are not expected any more. */
  async deleteEnded(tx: Tx, days: number, most: number): Promise<number> {
    return (await tx.query(DELETE_ENDED, [days, most])).length;
  }

  lockOverdue(tx: Tx): Promise<(StoredReservation & { readonly company_id: string }) | undefined> {
    return tx.one(LOCK_OVERDUE);
  }

  async book(tx: Tx, companyId: string, id: string, { state, settled, spentBy, reservedBy }: Booking): Promise<void> {
    await Promise.all([tx.query(LOCK_PERIODS, [companyId, id]), tx.query(BOOK, [companyId, id, state, settled, spentBy, reservedBy])]);
  }
}
