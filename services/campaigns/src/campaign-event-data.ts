import type { Campaign, CampaignCreated, DataOf } from '@smartcontent/contracts';

/** What every event of a campaign says about it. */
export function campaignEventData({ user_id, status, ends_at }: Campaign): DataOf<typeof CampaignCreated> {
  return { user_id, status, ends_at };
}
