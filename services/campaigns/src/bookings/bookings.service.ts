import { Injectable } from '@nestjs/common';
import {
  AppError,
  type Booking,
  type BookSpending,
  type Campaign,
  CampaignBooked,
  type CostBooked,
  type EventOf,
  type InputOf,
  type ListBookings,
  type OutputOf,
  type RequestContext,
} from '@smartcontent/contracts';
import { commitChange, Database, newId, readPage, type Tx } from '@smartcontent/database';
import { ServiceConfig } from '@smartcontent/service';
import { campaignEventData } from '../campaign-event-data.js';
import { BookingsStore, type NewBooking, type StoredBooking } from './bookings.store.js';

/** What a campaign cost. Every sum is Postgres' own, of exact decimals; the order in which bookings and refunds arrive changes none of them. */
@Injectable()
export class BookingsService {
  constructor(
    private readonly database: Database,
    private readonly store: BookingsStore,
    private readonly config: ServiceConfig,
  ) {}

  /** @throws AppError CAMPAIGNS_BUDGET_EXCEEDED, CAMPAIGNS_BOOKING_TAKEN */
  book({ id = newId(), ...input }: InputOf<typeof BookSpending>, context: RequestContext): Promise<Booking> {
    return this.database.withTenant(context, async (tx) => {
      const campaign = await this.store.lockCampaign(tx, input.campaign_id);
      if (!campaign) throw new AppError('CAMPAIGNS_CAMPAIGN_NOT_FOUND');
      const created_by = 'user_id' in context.actor ? context.actor.user_id : null;
      const own = { source: 'person', unpriced_calls: 0, source_version: 0, created_by, company_id: campaign.company_id } as const;
      const booking: NewBooking = { ...input, ...own, id };
      const known = await this.store.find(tx, booking);
      if (known) return requireSame(known, booking);
      await this.#requireRoom(tx, campaign, booking);
      return this.#spend(tx, booking, null, await this.store.insert(tx, booking));
    });
  }

  /** What was paid is booked, also above the budget: nobody can refuse it any more. */
  async bookCost(event: EventOf<typeof CostBooked>, tx: Tx): Promise<void> {
    const { campaign_id, cost_usd, unpriced_calls } = event.data;
    const campaign = campaign_id ? await this.store.lockCampaign(tx, campaign_id) : undefined;
    // A campaign that was never there, or was deleted as a draft, has no books.
    if (!campaign) return;
    const booking: NewBooking = {
      id: event.aggregateId,
      company_id: event.companyId,
      campaign_id: campaign.id,
      kind: 'booking',
      source: 'drafts',
      amount_usd: cost_usd,
      booking_id: null,
      unpriced_calls,
      source_version: event.aggregateVersion,
      note: null,
      created_by: null,
    };
    const known = await this.store.find(tx, booking);
    if (known && known.source_version >= booking.source_version) return;
    const delta = known ? await this.store.replaceTotal(tx, booking) : await this.store.insert(tx, booking);
    await this.#spend(tx, booking, known ?? null, delta);
  }

  list({ campaign_id, ...page }: InputOf<typeof ListBookings>, context: RequestContext): Promise<OutputOf<typeof ListBookings>> {
    const read = (limit: number, before: number | null) =>
      this.database.withTenant(context, async (tx) => {
        const rows = await this.store.page(tx, campaign_id, limit, before);
        if (rows.length === 0 && !(await this.store.hasCampaign(tx, campaign_id))) throw new AppError('CAMPAIGNS_CAMPAIGN_NOT_FOUND');
        return rows;
      });
    const list = `bookings of ${campaign_id}`;
    return readPage({ cursorKey: this.config.cursorKey, list, ...page }, read, ({ place }) => place).then((found) => ({
      ...found,
      items: found.items.map(({ place: _place, ...shown }) => shown),
    }));
  }

  async #requireRoom(tx: Tx, campaign: Campaign, { kind, amount_usd }: NewBooking): Promise<void> {
    if (kind === 'refund' || (await this.store.fits(tx, campaign.id, amount_usd))) return;
    throw new AppError('CAMPAIGNS_BUDGET_EXCEEDED', { data: { left: campaign.budget_left } });
  }

  async #spend(tx: Tx, booked: NewBooking, before: StoredBooking | null, delta: string): Promise<Booking> {
    const after = await this.store.spend(tx, booked.campaign_id, delta);
    const { source_version: _version, ...booking } = (await this.store.find(tx, booked)) as StoredBooking;
    await commitChange(tx, {
      event: after
        ? {
            contract: CampaignBooked,
            aggregateId: after.id,
            aggregateVersion: after.revision,
            data: { ...campaignEventData(after), budget_spent: after.budget_spent, booking_id: booked.id },
          }
        : null,
      audit: { table: 'bookings', operation: before ? 'update' : 'insert', before, after: booking },
    });
    return booking;
  }
}

/** A repeat is answered as what it repeats. */
function requireSame({ source_version: _version, ...known }: StoredBooking, asked: NewBooking): Booking {
  const isSame =
    known.kind === asked.kind &&
    known.booking_id === asked.booking_id &&
    known.note === asked.note &&
    known.source === asked.source &&
    padded(known.amount_usd) === padded(asked.amount_usd);
  if (!isSame) throw new AppError('CAMPAIGNS_BOOKING_TAKEN');
  return known;
}

/** `1.5` and `01.50` are the same amount. */
function padded(amount: string): string {
  const [whole = '', places = ''] = amount.split('.');
  return `${BigInt(whole)}.${places.padEnd(12, '0')}`;
}
