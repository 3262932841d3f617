import { z } from 'zod';
import { defineEvent } from '../define.js';
import { campaignStatusSchema, endsAtSchema } from './campaign.js';

const state = z.object({ user_id: z.uuid(), status: campaignStatusSchema, ends_at: endsAtSchema });
const example = {
  user_id: '0192f0c1-7a00-7000-8000-000000000002',
  status: 'active' as const,
  ends_at: '2026-02-01T00:00:00.000Z',
};

export const CampaignCreated = defineEvent({
  subject: 'evt.campaigns.campaign.created.v1',
  summary: 'A campaign exists, as a draft',
  aggregate: 'campaign',
  data: state,
  consumers: [],
  example: { ...example, status: 'draft' },
});

export const CampaignUpdated = defineEvent({
  subject: 'evt.campaigns.campaign.updated.v1',
  summary: 'What a campaign says of itself changed',
  aggregate: 'campaign',
  data: state,
  consumers: [],
  example,
});

/** Its posts follow: they wait while it is a draft or paused, and are cancelled when it ends. */
export const CampaignMoved = defineEvent({
  subject: 'evt.campaigns.campaign.moved.v1',
  summary: 'A campaign was started, paused, resumed, completed or cancelled',
  aggregate: 'campaign',
  data: state.extend({
    from_status: campaignStatusSchema,
    overdue: z.enum(['send', 'cancel']).describe('What becomes of posts whose instant passed while it was paused'),
  }),
  consumers: ['scheduling'],
  example: { ...example, status: 'paused', from_status: 'active', overdue: 'send' },
});

/** Money was spent on it, or came back. */
export const CampaignBooked = defineEvent({
  subject: 'evt.campaigns.campaign.booked.v1',
  summary: 'What a campaign has cost so far changed',
  aggregate: 'campaign',
  data: state.extend({ budget_spent: z.string(), booking_id: z.uuid() }),
  consumers: [],
  example: { ...example, budget_spent: '12.340000000000', booking_id: '0192f0c1-7a00-7000-8000-000000000041' },
});

export const CampaignDeleted = defineEvent({
  subject: 'evt.campaigns.campaign.deleted.v1',
  summary: 'A campaign that never began is gone',
  aggregate: 'campaign',
  data: z.object({ user_id: z.uuid() }),
  consumers: ['scheduling'],
  example: { user_id: example.user_id },
});
