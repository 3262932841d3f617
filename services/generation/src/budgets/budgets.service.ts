import { Injectable } from '@nestjs/common';
import { AppError } from '@smartcontent/contracts';
import { newId, type Tx } from '@smartcontent/database';
import { boundOf } from '../money/cost.js';
import { formatUsd, type PicoUsd, parseUsd } from '../money/usd.js';
import { Prices, type PriceVersion } from '../prices/prices.service.js';
import { type BoundingPeriod, ReservationsStore, type StoredReservation } from './reservations.store.js';

const KEPT_DAYS = 30;
const DELETED_AT_ONCE = 1_000;

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

/** What a call that is under way was reserved with. */
export interface Unsettled {
  readonly price: PriceVersion | null;
  /** What it may cost at most; null where nobody knows. */
  readonly bound: PicoUsd | null;
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
   * @throws AppError GENERATION_BUDGET_EXCEEDED with data.budget_id, left_usd, needed_usd and is_held: whether it would have room once others are done
   * @throws AppError GENERATION_PRICE_UNKNOWN with data.model, where a budget would have to bound what nobody can tell
   */
  async reserve(tx: Tx, attempt: Attempt): Promise<Reservation> {
    const { companyId, campaignId, model } = attempt;
    const version = await this.prices.inForce(tx, companyId, model);
    const periods = await this.store.lockBounding(tx, companyId, campaignId);
    if (!version && periods.length > 0) throw new AppError('GENERATION_PRICE_UNKNOWN', { data: { model } });
    const bound = version && boundOf(attempt, version.price);
    requireRoom(periods, bound ?? 0n);
    const [id, priceVersion] = [newId(), version?.id ?? null];
    await this.store.reserve(tx, { ...attempt, id, priceVersion, amount: bound === null ? null : formatUsd(bound) }, periods);
    return { reservationId: id, priceVersion };
  }

  /** A reservation that nobody has settled yet, with the price that was in force when it was made; null where it is settled. Others wait for it. */
  async unsettled(tx: Tx, { companyId, reservationId }: Place): Promise<Unsettled | null> {
    const reservation = await this.store.lock(tx, companyId, reservationId);
    if (!reservation || isDone(reservation)) return null;
    const { price_version, amount_usd } = reservation;
    const price = price_version === null ? null : await this.prices.version(tx, companyId, price_version);
    return { price, bound: amount_usd === null ? null : parseUsd(amount_usd) };
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

  /** The same for whatever a run holds. */
  async releaseOpen(tx: Tx, { companyId, runId }: { readonly companyId: string; readonly runId: string }): Promise<void> {
    const open = await this.store.lockOpen(tx, companyId, runId);
    for (const reservation of open) await this.#book(tx, companyId, reservation, 'released', 0n);
  }

  /** For a run that another replica left in the middle: whatever its calls did cost, it was not more than this. Who was only slow puts it right. */
  async expireOpen(tx: Tx, { companyId, runId }: { readonly companyId: string; readonly runId: string }): Promise<Place[]> {
    const open = await this.store.lockOpen(tx, companyId, runId);
    for (const reservation of open) await this.#book(tx, companyId, reservation, 'expired', heldBy(reservation));
    return open.map(({ id }) => ({ companyId, reservationId: id }));
  }

  /** Books one reservation of any company in full that nobody settled in its time; null where there is none. */
  async expireOne(tx: Tx): Promise<Place | null> {
    const overdue = await this.store.lockOverdue(tx);
    if (!overdue) return null;
    await this.#book(tx, overdue.company_id, overdue, 'expired', heldBy(overdue));
    return { companyId: overdue.company_id, reservationId: overdue.id };
  }

  /** Reservations of calls that ended long ago, a few at a time; the periods keep their sums. @returns how many */
  deleteEnded(tx: Tx): Promise<number> {
    return this.store.deleteEnded(tx, KEPT_DAYS, DELETED_AT_ONCE);
  }

  async #book(tx: Tx, companyId: string, reservation: StoredReservation, state: StoredReservation['state'], cost: PicoUsd): Promise<void> {
    if (isDone(reservation)) return;
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

function isDone({ state }: StoredReservation): boolean {
  return state === 'settled' || state === 'released';
}

/** Says first of a budget that has no room for good, then of one where others only hold it. */
function requireRoom(periods: readonly BoundingPeriod[], needed: PicoUsd): void {
  // What costs nothing may go on even where the amount was lowered below what is spent.
  if (needed === 0n) return;
  const refusals = periods.flatMap(({ budget_id, amount_usd, spent_usd, reserved_usd }) => {
    const unspent = parseUsd(amount_usd) - parseUsd(spent_usd);
    const left = unspent - parseUsd(reserved_usd);
    if (needed <= left) return [];
    return [{ budget_id, left_usd: formatUsd(left), needed_usd: formatUsd(needed), is_held: needed <= unspent }];
  });
  const data = refusals.find(({ is_held }) => !is_held) ?? refusals[0];
  if (data) throw new AppError('GENERATION_BUDGET_EXCEEDED', { data });
}
