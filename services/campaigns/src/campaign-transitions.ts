import type { CampaignStatus } from '@smartcontent/contracts';

/** What a person, or the end of its last day, makes of a campaign. */
export type CampaignStep = 'start' | 'pause' | 'resume' | 'complete' | 'cancel';

/** From where each step leads, and where to. completed and cancelled are ends. */
const STEPS: Record<CampaignStep, { readonly from: readonly CampaignStatus[]; readonly to: CampaignStatus }> = {
  start: { from: ['draft'], to: 'active' },
  pause: { from: ['active'], to: 'paused' },
  resume: { from: ['paused'], to: 'active' },
  complete: { from: ['active', 'paused'], to: 'completed' },
  cancel: { from: ['draft', 'active', 'paused'], to: 'cancelled' },
};

/** Where the step leads from this status; undefined where there is no such way. */
export function statusAfter(from: CampaignStatus, step: CampaignStep): CampaignStatus | undefined {
  return STEPS[step].from.includes(from) ? STEPS[step].to : undefined;
}

export function hasEnded(status: CampaignStatus): boolean {
  return status === 'completed' || status === 'cancelled';
}
