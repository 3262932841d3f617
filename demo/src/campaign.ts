import type { Schemas, SmartContent } from '@smartcontent/sdk';
import { v5 as uuid5 } from 'uuid';

/** Namespace of the ids of the demo's bookings, so that those of a file are the same on every run. */
const NAMESPACE = '0d5a1c52-6c0e-5b0c-8d1f-52a8c6f0a1b7';
const BUDGET_USD = '1500';
/** A day that does not move, or a repeat would ask for another campaign. */
const END_DATE = '2036-12-31';
const PAID_USD = '250';
const BACK_USD = '49.90';

export interface DemoCampaign {
  readonly id: string;
  /** Of the file of the posts: what makes a repeated run the same run. */
  readonly fileHash: string;
}

/** The Idempotency-Key of one step of a run: the same for the same file. */
export function keyOf({ fileHash }: Pick<DemoCampaign, 'fileHash'>, step: string): string {
  return `demo-campaign:${fileHash.slice(0, 16)}:${step}`;
}

/** Plans the campaign of a file: a draft, whose posts wait. */
export async function createCampaign(sc: SmartContent, fileHash: string): Promise<DemoCampaign> {
  const plan = {
    name: `Demo ${fileHash.slice(0, 8)}`,
    objectives: ['every post leaves once'],
    budget_allocated: BUDGET_USD,
    end_date: END_DATE,
  };
  const { id } = await sc.campaign.create(plan, { idempotencyKey: keyOf({ fileHash }, 'campaign') });
  return { id, fileHash };
}

/** Lets its posts leave; one that was started by an earlier run stays as it is. */
export async function startCampaign(sc: SmartContent, campaign: DemoCampaign): Promise<void> {
  const { status } = await sc.campaign.get({ campaign_id: campaign.id });
  if (status !== 'draft') return;
  await sc.campaign.start({ campaign_id: campaign.id });
}

/** Books what a person spent, and what came back of it. */
export async function bookSpending(sc: SmartContent, campaign: DemoCampaign): Promise<void> {
  const idOf = (kind: Schemas['Booking']['kind']) => uuid5(`${campaign.id}:${kind}`, NAMESPACE);
  const paid = { campaign_id: campaign.id, id: idOf('booking'), kind: 'booking', amount_usd: PAID_USD, note: 'photographs' } as const;
  await sc.booking.create(paid);
  await sc.booking.create({ ...paid, id: idOf('refund'), kind: 'refund', amount_usd: BACK_USD, booking_id: paid.id, note: 'two not used' });
}
