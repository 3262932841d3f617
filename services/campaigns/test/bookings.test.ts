import { randomUUID } from 'node:crypto';
import { type Booking, BookSpending, type CallOf, CreateCampaign, GetCampaign, ListBookings } from '@smartcontent/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { useCampaigns } from './use-campaigns.js';

const campaigns = useCampaigns();
const caller = () => campaigns.stack.caller();
type Caller = ReturnType<typeof caller>;
type Entry = Omit<CallOf<typeof BookSpending>, 'campaign_id'>;

const PLACES = 12;
const amountOf = (units: bigint): string => {
  const digits = units.toString().padStart(PLACES + 1, '0');
  return `${digits.slice(0, -PLACES)}.${digits.slice(-PLACES)}`;
};

async function campaign(a: Caller, budget_allocated: string | null = null) {
  const { id } = await a.call(CreateCampaign, { name: 'Spring', budget_allocated });
  return {
    id,
    book: (entry: Entry): Promise<Booking> => a.call(BookSpending, { campaign_id: id, ...entry }),
    spent: async () => (await a.call(GetCampaign, { campaign_id: id })).budget_spent,
  };
}

/** Bookings with refunds of parts of them, each with its own id. */
const entries = fc
  .array(
    fc.record({
      units: fc.bigInt({ min: 3n, max: 10n ** 19n }),
      refunds: fc.array(fc.bigInt({ min: 1n, max: 10n ** 19n }), { maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 5 },
  )
  .map((bookings) =>
    bookings.map(({ units, refunds }) => {
      const id = randomUUID();
      const given = refunds.reduce((sum, refund) => sum + refund, 0n);
      const left = given > units ? 0n : units - given;
      const kept = refunds.map((refund) => ({ id: randomUUID(), kind: 'refund' as const, amount_usd: amountOf(refund), booking_id: id }));
      return { left, all: [{ id, kind: 'booking' as const, amount_usd: amountOf(units) }, ...kept] as Entry[] };
    }),
  );

describe('the spending of a campaign', () => {
  it('is exact for any bookings and refunds, in any order, however often each arrives', async () => {
    const a = caller();
    await fc.assert(
      fc.asyncProperty(
        entries.chain((bookings) => {
          const all = bookings.flatMap((booking) => booking.all);
          return fc.record({
            expected: fc.constant(bookings.reduce((sum, { left }) => sum + left, 0n)),
            deliveries: fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 }),
          });
        }),
        async ({ expected, deliveries }) => {
          const { id, book, spent } = await campaign(a);
          for (const delivery of deliveries) await book(delivery);
          expect(await spent()).toBe(amountOf(expected));
          const { items } = await a.call(ListBookings, { campaign_id: id, limit: 100 });
          expect(items).toHaveLength(deliveries.length / 2);
          expect(items.filter(({ is_waiting }) => is_waiting)).toEqual([]);
          const versions = await campaigns.stack.query<{ aggregate_version: string }>(
            'SELECT aggregate_version FROM campaigns.outbox WHERE aggregate_id = $1 ORDER BY id',
            [id],
          );
          expect(versions.map(({ aggregate_version }) => Number(aggregate_version))).toEqual(versions.map((_, index) => index + 1));
        },
      ),
      { numRuns: 12 },
    );
  });

  it('stays within the budget when many book at once', async () => {
    const { book, spent } = await campaign(caller(), '10');
    const tries = await Promise.allSettled(Array.from({ length: 24 }, () => book({ kind: 'booking', amount_usd: '0.9' })));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(11);
    expect(await spent()).toBe('9.900000000000');
    await expect(book({ kind: 'booking', amount_usd: '0.100000000001' })).rejects.toMatchObject({
      code: 'CAMPAIGNS_BUDGET_EXCEEDED',
      data: { left: '0.100000000000' },
    });
    await book({ kind: 'booking', amount_usd: '0.1' });
    expect(await spent()).toBe('10.000000000000');
  });

  it('shows a refund that waits for its booking, counts it when that comes, and gives back no more than was booked', async () => {
    const { book, spent } = await campaign(caller());
    const id = randomUUID();
    expect(await book({ kind: 'refund', amount_usd: '2', booking_id: id })).toMatchObject({ is_waiting: true });
    expect(await spent()).toBe('0.000000000000');
    await book({ id, kind: 'booking', amount_usd: '5' });
    expect(await spent()).toBe('3.000000000000');
    await book({ kind: 'refund', amount_usd: '3.01', booking_id: id });
    expect(await spent()).toBe('0.000000000000');
  });

  it('takes the same id once, and refuses another amount under it', async () => {
    const a = caller();
    const { id: campaignId, book, spent } = await campaign(a);
    const id = randomUUID();
    const first = await book({ id, kind: 'booking', amount_usd: '1.5', note: 'photographs' });
    expect(await book({ id, kind: 'booking', amount_usd: '01.50', note: 'photographs' })).toEqual(first);
    await expect(book({ id, kind: 'booking', amount_usd: '1.51', note: 'photographs' })).rejects.toMatchObject({
      code: 'CAMPAIGNS_BOOKING_TAKEN',
    });
    expect(await spent()).toBe('1.500000000000');
    const page = await a.call(ListBookings, { campaign_id: campaignId });
    expect(page.items).toEqual([first]);
    await expect(caller().call(ListBookings, { campaign_id: campaignId })).rejects.toMatchObject({ code: 'CAMPAIGNS_CAMPAIGN_NOT_FOUND' });
  });

  it.each([
    ['nothing', '0.000'],
    ['less than nothing', '-1'],
    ['thirteen places', '0.0000000000001'],
    ['a number', 5 as never],
    ['an exponent', '1e2'],
    ['nine digits', '100000000'],
  ])('is not booked as %s', async (_what, amount_usd) => {
    const { book } = await campaign(caller());
    await expect(book({ kind: 'booking', amount_usd })).rejects.toMatchObject({ code: 'PLATFORM_INPUT_INVALID' });
  });

  it('is refused where no sum could hold it', async () => {
    const { id, book } = await campaign(caller());
    await campaigns.stack.query('UPDATE campaigns.campaigns SET budget_spent = 999999999999 WHERE id = $1', [id]);
    await expect(book({ kind: 'booking', amount_usd: '1' })).rejects.toMatchObject({ code: 'CAMPAIGNS_BUDGET_EXCEEDED' });
    expect(await book({ kind: 'booking', amount_usd: '0.5' })).toMatchObject({ amount_usd: '0.500000000000' });
  });
});
