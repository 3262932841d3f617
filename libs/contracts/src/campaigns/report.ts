import { z } from 'zod';
import { contentStatusSchema } from '../content/content.js';
import { defineRequest } from '../define.js';
import { instant } from '../page.js';
import { postStatusSchema } from '../scheduling/scheduled-posts.js';
import { campaignStatusSchema, exampleCampaign } from './campaign.js';

const count = z.number().int().nonnegative();
const ratio = z.number().nullable().describe('Null where there is nothing to divide by: no data');
const costPer = z.string().nullable().describe('US dollars; null where there is nothing to divide by: no data');

const figures = {
  impressions: count,
  views: count,
  likes: count,
  shares: count,
  comments: count,
  clicks: count,
  engagement_rate: ratio.describe('(likes + shares + comments + clicks) / impressions; null without impressions'),
  ctr: ratio.describe('clicks / impressions; null without impressions'),
};
const engagementSchema = z.object({
  totals: z.object(figures),
  platforms: z.array(z.object({ platform: z.string(), ...figures })),
  top_contents: z
    .array(z.object({ content_id: z.uuid(), ...figures }))
    .describe('Ten at most, by engagement_rate; those without impressions come after, by what readers did, then by views'),
  contents_counted: count.describe('Contents of which anything was counted'),
  oldest_at: instant.nullable().describe('When the figures that changed longest ago came to be these'),
  newest_at: instant.nullable(),
});

export const campaignReportSchema = z
  .object({
    campaign_id: z.uuid(),
    name: z.string(),
    status: campaignStatusSchema,
    made_at: instant,
    contents: z.object({ total: count, by_status: z.partialRecord(contentStatusSchema, count) }),
    posts: z.object({
      total: count,
      by_status: z
        .partialRecord(postStatusSchema, count)
        .describe('Those of a campaign that is a draft or paused are pending here, and held'),
      by_platform: z.array(z.object({ platform: z.string(), posts: count, published: count })),
    }),
    budget: z.object({
      allocated: z.string().nullable(),
      spent: z.string(),
      left: z.string().nullable(),
      drafts_cost: z.string().describe('Of what was spent: calls of models'),
      unpriced_calls: count.describe('Calls whose cost nobody knows: what was spent is at least this'),
    }),
    engagement: engagementSchema
      .nullable()
      .describe(
        'What readers did with the contents that are attached to it or were published for it, since the beginning of each, wherever else they stand. Null where analytics did not answer',
      ),
    cost_per: z.object({ impression: costPer, click: costPer, engagement: costPer, post: costPer }),
  })
  .meta({ id: 'CampaignReport' });
export type CampaignReport = z.infer<typeof campaignReportSchema>;

const EXAMPLE_FIGURES = {
  impressions: 1_200,
  views: 400,
  likes: 12,
  shares: 3,
  comments: 5,
  clicks: 30,
  engagement_rate: 0.041667,
  ctr: 0.025,
};

export const ReportCampaign = defineRequest({
  subject: 'rpc.campaigns.campaign.report.v1',
  summary: 'What came of a campaign: its contents and posts, what it cost, and what readers did, some seconds behind',
  input: z.strictObject({ campaign_id: z.uuid() }),
  output: campaignReportSchema,
  errors: ['CAMPAIGNS_CAMPAIGN_NOT_FOUND'],
  http: { method: 'GET', path: '/v1/campaigns/{campaign_id}/report', scope: 'planning:read', rateClass: 'read' },
  example: {
    input: { campaign_id: exampleCampaign.id },
    output: {
      campaign_id: exampleCampaign.id,
      name: exampleCampaign.name,
      status: 'active',
      made_at: '2026-01-20T09:00:00.000Z',
      contents: { total: 12, by_status: { published: 10, draft: 2 } },
      posts: { total: 20, by_status: { published: 18, pending: 2 }, by_platform: [{ platform: 'webhook', posts: 20, published: 18 }] },
      budget: {
        allocated: '1500.00',
        spent: '12.340000000000',
        left: '1487.660000000000',
        drafts_cost: '2.340000000000',
        unpriced_calls: 0,
      },
      engagement: {
        totals: EXAMPLE_FIGURES,
        platforms: [{ platform: 'web', ...EXAMPLE_FIGURES }],
        top_contents: [{ content_id: '0192f0c1-7a00-7000-8000-000000000004', ...EXAMPLE_FIGURES }],
        contents_counted: 1,
        oldest_at: '2026-01-20T08:58:00.000Z',
        newest_at: '2026-01-20T08:59:57.000Z',
      },
      cost_per: { impression: '0.010283333333', click: '0.411333333333', engagement: '0.246800000000', post: '0.685555555556' },
    },
  },
});
