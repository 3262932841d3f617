import type { CampaignStatus, PostHold } from '@smartcontent/contracts';

const HOLDS: Record<CampaignStatus, PostHold> = {
  draft: 'held',
  active: 'free',
  paused: 'held',
  completed: 'ended',
  cancelled: 'ended',
};

/** What the status of a campaign means for its posts. */
export function holdOf(status: CampaignStatus): PostHold {
  return HOLDS[status];
}
