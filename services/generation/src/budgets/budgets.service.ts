import { Injectable } from '@nestjs/common';
import { AppError } from '@smartcontent/contracts';
import { newId, type Tx } from '@smartcontent/database';
import { boundOf } from '../money/cost.js';
import { formatUsd, type PicoUsd, parseUsd } from '../money/usd.js';
import { Prices, type PriceVersion } from '../prices/prices.service.js';
import { type BoundingPeriod, ReservationsStore, type StoredReservation } from './reservations.store.js';

/** One try of a run, before it leaves. */
export interface Attempt {
  readonly companyId: string;
  readonly campaignId: string | null;
  readonly runId: string;
  readonly attempt: number;
  readonly model: string;
  /** Everything that is sent, in UTF-8: system, prompt, schema. */
  readonly promptBytes: number;
  readonly maxOutputTokens: number;
  /** When nobody can be at it any more; it is booked in full then. */
  readonly expiresInSeconds: number;
}

export interface Reservation {
  readonly reservationId: string;
  /** Null: nobody knows what the call will cost, and no budget asks. */
  readonly priceVersion: string | null;
}

interface Place {
  readonly companyId: string;
  readonly reservationId: string;
}

/**
 * Budgets that cannot be overdrawn: before a call what it may cost at most is held in every budget that bounds it, after it what it did cost
 * takes its place. Works in the caller's transaction, which should end soon after: others of the company wait for the same rows.
 */
@Injectable()
export class Budgets {
  constructor(
    private readonly store: ReservationsStore,
    private readonly prices: Prices,
  ) {}

  /**
   * @throws AppError GENERATION_BUDGET_EXCEEDED with data.budget_id, left_usd and needed_usd
   * @throws AppError GENERATION_PRICE_UNKNOWN with data.model, where a budget would have to bound what nobody can tell
   */
  async reserve(tx: Tx, attempt: Attempt): Promise<Reservation> {
    const { companyId, campaignId, model } = attempt;
    const version = await this.prices.inForce(tx, companyId, model);
    const periods = await this.store.lockBounding(tx, companyId, campaignId);
    if (!version && periods.length > 0) throw new AppError('GENERATION_PRICE_UNKNOWN', { data: { model } });
    const bound = version && boundOf(attempt, version.price);
    for (const period of periods) requireRoom(period, bound ?? 0n);
    const [id, priceVersion] = [newId(), version?.id ?? null];
    await this.store.reserve(tx, { ...attempt, id, priceVersion, amount: bound === null ? null : formatUsd(bound) }, periods);
    return { reservationId: id, priceVersion };
  }

  /** The version of the price that was in force when the call was reserved; null where there was none. */
  async priceOf(tx: Tx, { companyId, reservationId }: Place): Promise<PriceVersion | null> {
    const reservation = await this.store.lock(tx, companyId, reservationId);
    return reservation?.price_version ? this.prices.version(tx, companyId, reservation.price_version) : null;
  }

  /** Books what the call cost; all that was held where nobody knows. Repeating it changes nothing; after an expiry it puts right what was booked then. */
  async settle(tx: Tx, { companyId, reservationId }: Place, cost: PicoUsd | 'unknown'): Promise<void> {
    const reservation = await this.store.lock(tx, companyId, reservationId);
    if (reservation) await this.#book(tx, companyId, reservation, 'settled', cost === 'unknown' ? heldBy(reservation) : cost);
  }

  /** For a call that surely did not leave. */
  async release(tx: Tx, { companyId, reservationId }: Place): Promise<void> {
    const reservation = await this.store.lock(tx, companyId, reservationId);
    if (reservation) await this.#book(tx, companyId, reservation, 'released', 0n);
  }

  /** For a run that another replica left in the middle: whatever its calls did cost, it was not more than this. */
  async settleOpen(tx: Tx, { companyId, runId }: { readonly companyId: string; readonly runId: string }): Promise<void> {
    for (const reservation of await this.store.lockOpen(tx, companyId, runId))
      await this.#book(tx, companyId, reservation, 'settled', heldBy(reservation));
  }

  /** Books one reservation of any company in full that nobody settled in its time. False where there is none. */
  async expireOne(tx: Tx): Promise<boolean> {
    const overdue = await this.store.lockOverdue(tx);
    if (overdue) await this.#book(tx, overdue.company_id, overdue, 'expired', heldBy(overdue));
    return overdue !== undefined;
  }

  async #book(tx: Tx, companyId: string, reservation: StoredReservation, state: StoredReservation['state'], cost: PicoUsd): Promise<void> {
    if (reservation.state === 'settled' || reservation.state === 'released') return;
    const booked = reservation.settled_usd === null ? 0n : parseUsd(reservation.settled_usd);
    await this.store.book(tx, companyId, reservation.id, {
      state,
      settled: formatUsd(cost),
      spentBy: formatUsd(cost - booked),
      reservedBy: formatUsd(reservation.state === 'held' ? heldBy(reservation) : 0n),
    });
  }
}

function heldBy({ amount_usd }: StoredReservation): PicoUsd {
  return amount_usd === null ? 0n : parseUsd(amount_usd);
}

function requireRoom({ budget_id, amount_usd, spent_usd, reserved_usd }: BoundingPeriod, needed: PicoUsd): void {
  const left = parseUsd(amount_usd) - parseUsd(spent_usd) - parseUsd(reserved_usd);
  // What costs nothing may go on even where the amount was lowered below what is spent.
  if (needed <= left || needed === 0n) return;
  const data = { budget_id, left_usd: formatUsd(left), needed_usd: formatUsd(needed) };
  throw new AppError('GENERATION_BUDGET_EXCEEDED', { data });
}
