import { z } from 'zod';
import { defineRequest } from '../define.js';
import { movedPostsSchema, overdueSchema } from '../scheduling/campaign-posts.js';
import { type CampaignStatus, campaignSchema, exampleCampaign } from './campaign.js';

const errors = ['CAMPAIGNS_CAMPAIGN_NOT_FOUND', 'CAMPAIGNS_TRANSITION_ILLEGAL'] as const;
const http = (step: string) =>
  ({ method: 'POST', path: `/v1/campaigns/{campaign_id}/${step}`, scope: 'campaign:write', rateClass: 'write' }) as const;
const input = z.strictObject({ campaign_id: z.uuid() });

/** The step is taken before its posts are moved: where nobody could be asked to, they follow by the event. */
const movedCampaignSchema = campaignSchema
  .extend({
    posts: movedPostsSchema
      .nullable()
      .describe('What became of its scheduled posts; null where scheduling did not answer: they follow as soon as it is there'),
  })
  .meta({ id: 'MovedCampaign' });
export type MovedCampaign = z.infer<typeof movedCampaignSchema>;

const NO_POSTS = { stopped: 0, leaving: 0, left: 0, freed: 0, cancelled: 0, missed: 0 };
const example = (status: CampaignStatus, posts: Partial<typeof NO_POSTS>) => ({
  input: { campaign_id: exampleCampaign.id },
  output: { ...exampleCampaign, status, revision: 3, posts: { ...NO_POSTS, ...posts } },
});

export const StartCampaign = defineRequest({
  subject: 'rpc.campaigns.campaign.start.v1',
  summary: 'Start a campaign: its posts, which waited for that, leave at their instants',
  input: input.extend({ overdue: overdueSchema.default('send') }),
  output: movedCampaignSchema,
  errors: [...errors, 'CAMPAIGNS_CAMPAIGN_OVER'],
  http: http('start'),
  example: example('active', { freed: 12 }),
});

export const PauseCampaign = defineRequest({
  subject: 'rpc.campaigns.campaign.pause.v1',
  summary: 'Pause a campaign: what has not left does not leave, and the answer says how much that is',
  input,
  output: movedCampaignSchema,
  errors,
  http: http('pause'),
  example: example('paused', { stopped: 480, leaving: 4, left: 16 }),
});

export const ResumeCampaign = defineRequest({
  subject: 'rpc.campaigns.campaign.resume.v1',
  summary: 'Resume a paused campaign: its posts wait for their instants again',
  input: input.extend({ overdue: overdueSchema.default('send') }),
  output: movedCampaignSchema,
  errors: [...errors, 'CAMPAIGNS_CAMPAIGN_OVER'],
  http: http('resume'),
  example: example('active', { freed: 470, left: 20, missed: 10 }),
});

export const CompleteCampaign = defineRequest({
  subject: 'rpc.campaigns.campaign.complete.v1',
  summary: 'Complete a campaign; posts of it that have not left are cancelled',
  input,
  output: movedCampaignSchema,
  errors,
  http: http('complete'),
  example: example('completed', { left: 500 }),
});

export const CancelCampaign = defineRequest({
  subject: 'rpc.campaigns.campaign.cancel.v1',
  summary: 'Give a campaign up; posts of it that have not left are cancelled',
  input,
  output: movedCampaignSchema,
  errors,
  http: http('cancel'),
  example: example('cancelled', { left: 20, cancelled: 480 }),
});
