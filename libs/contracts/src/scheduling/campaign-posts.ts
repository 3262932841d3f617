import { z } from 'zod';
import type { CampaignStatus } from '../campaigns/campaign.js';
import { defineRequest } from '../define.js';

/** What a campaign's status means for its posts: they wait, they leave at their instants, or they will never leave. */
export const POST_HOLDS = ['held', 'free', 'ended'] as const;
export type PostHold = (typeof POST_HOLDS)[number];

const HOLDS: Record<CampaignStatus, PostHold> = { draft: 'held', active: 'free', paused: 'held', completed: 'ended', cancelled: 'ended' };

/** What the status of a campaign means for its posts. */
export function holdOf(status: CampaignStatus): PostHold {
  return HOLDS[status];
}

/** What becomes of posts whose instant passed while they were held, once they are free. */
export const OVERDUE_CHOICES = ['send', 'cancel'] as const;
export const overdueSchema = z.enum(OVERDUE_CHOICES).describe('Of posts whose instant passed meanwhile: sent at once, or cancelled');

const count = z.number().int().nonnegative();
const made = 'Of this very step; a repeat of it answers the same';

/** Where a campaign's posts are, as of the instant of the move. Each post of it that has not ended otherwise is in one of stopped, leaving and left. */
export const movedPostsSchema = z
  .object({
    stopped: count.describe('Held: none of these leaves'),
    leaving: count.describe('Under way at that instant, or sent without knowing whether it arrived; each is settled one way or the other'),
    left: count.describe('Published'),
    freed: count.describe(`Wait for their instants again. ${made}`),
    cancelled: count.describe(made),
    missed: count.describe(`Held for more than six hours past their instants, and so not sent any more. ${made}`),
  })
  .meta({ id: 'MovedPosts' });
export type MovedPosts = z.infer<typeof movedPostsSchema>;

/** For campaigns, which decides; the same arrives a second time by `evt.campaigns.campaign.moved.v1`, harmlessly. */
export const MoveCampaignPosts = defineRequest({
  subject: 'rpc.scheduling.campaign-posts.move.v1',
  summary: 'Hold, free or end the posts of a campaign, as of one of its revisions; a revision that was overtaken changes nothing',
  input: z.strictObject({
    campaign_id: z.uuid(),
    campaign_revision: z.number().int().min(1).max(2_147_483_647),
    to: z.enum(POST_HOLDS),
    overdue: overdueSchema.default('send'),
  }),
  output: movedPostsSchema,
  callers: ['campaigns'],
  isForServices: true,
  example: {
    input: { campaign_id: '0192f0c1-7a00-7000-8000-000000000009', campaign_revision: 3, to: 'held' },
    output: { stopped: 480, leaving: 4, left: 16, freed: 0, cancelled: 0, missed: 0 },
  },
});
