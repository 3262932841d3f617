import { z } from 'zod';
import { defineRequest } from '../define.js';
import { instant, pageInput, pageOf } from '../page.js';
import { storableText } from '../text.js';

const count = z.number().int().nonnegative();

const platform = z.string().describe('As the events named it; empty where they named none');
const counts = {
  impressions: count.describe('Events `impression`; views are not among them'),
  views: count.describe('Events `view`'),
  likes: count.describe('Events `like`'),
  shares: count.describe('Events `share`'),
  comments: count.describe('Events `comment`'),
  clicks: count.describe('Events `click`'),
};
const recorded_at = instant.describe('Beginning of the quarter of an hour, in UTC, in which the figures came to be these');
const figuresSchema = z.object({
  platform,
  ...counts,
  engagement_rate: z
    .number()
    .describe('(likes + shares + comments + clicks) / impressions, to six places; 0 where there are no impressions'),
  ctr: z.number().describe('clicks / impressions, alike'),
  recorded_at,
});

/** What was counted of one content on one platform since the beginning. */
export const performanceSchema = figuresSchema
  .extend({ counted_at: instant.describe('When they came to be these') })
  .meta({ id: 'ContentPerformance' });
export type ContentPerformance = z.infer<typeof performanceSchema>;

const example = {
  platform: 'web',
  impressions: 1_200,
  views: 400,
  likes: 12,
  shares: 3,
  comments: 5,
  clicks: 30,
  engagement_rate: 0.041667,
  ctr: 0.025,
  recorded_at: '2026-01-05T09:15:00.000000Z',
};
const counted = { ...example, counted_at: '2026-01-05T09:21:07.120000Z' };
const content_id = '0192f0c1-7a00-7000-8000-000000000004';

/** Whoever measures a content may ask, whether it is there or not: events may be of contents that the platform does not know. */
export const GetPerformance = defineRequest({
  subject: 'rpc.analytics.performance.get.v1',
  summary: 'What was counted of a content since the beginning, by platform; some seconds behind its events',
  input: z.strictObject({ content_id: z.uuid(), platform: storableText(50).optional().describe('Only this one') }),
  output: z.object({
    content_id: z.uuid(),
    items: z
      .array(performanceSchema)
      .describe('None where nothing was counted. The 50 platforms with the most events, then the rest of them together as `other`'),
  }),
  http: { method: 'GET', path: '/v1/content/{content_id}/performance', scope: 'analytics:read', rateClass: 'read' },
  example: { input: { content_id }, output: { content_id, items: [counted] } },
});

/** Each snapshot holds totals since the beginning: what happened in between is the difference of two. */
export const ListPerformanceHistory = defineRequest({
  subject: 'rpc.analytics.performance-history.list.v1',
  summary: 'What had been counted of a content by each quarter of an hour that changed it, newest first',
  input: z.strictObject({
    content_id: z.uuid(),
    platform: storableText(50).optional().describe('Only this one'),
    recorded_at_from: instant.optional().describe('Inclusive'),
    recorded_at_to: instant.optional().describe('Exclusive'),
    ...pageInput,
  }),
  output: pageOf(figuresSchema.meta({ id: 'PerformanceSnapshot' })),
  errors: ['PLATFORM_CURSOR_INVALID'],
  http: { method: 'GET', path: '/v1/content/{content_id}/performance/history', scope: 'analytics:read', rateClass: 'read' },
  example: { input: { content_id }, output: { items: [example], next_cursor: null } },
});

/** What contents brought together, of which as many as are asked for may be named. */
const performanceSumSchema = z.object({
  totals: z.object(counts),
  contents: count.describe('Of which anything was counted'),
  platforms: z
    .array(z.object({ platform, contents: count, ...counts, recorded_at: recorded_at.describe('Of the newest figures in it') }))
    .describe('Most impressions first, the first 200; `totals` is of all'),
  top_contents: z.array(z.object({ content_id: z.uuid(), ...counts })).describe('By engagement, of those of which anything was counted'),
  oldest_at: instant.nullable().describe('When the figures that changed longest ago came to be these'),
  newest_at: instant.nullable(),
});
export type PerformanceSum = z.infer<typeof performanceSumSchema>;

const { platform: web, recorded_at: quarter, engagement_rate: _rate, ctr: _ctr, ...exampleCounts } = example;

/** For reports over many contents, which would otherwise carry the figures of each. */
export const SumPerformance = defineRequest({
  subject: 'rpc.analytics.performance.sum.v1',
  summary: 'What was counted of contents since the beginning, added up',
  input: z.strictObject({
    content_ids: z.array(z.uuid()).max(500).describe('Counted once, however often they are named'),
    top: count.max(100).default(0).describe('So many contents are named'),
  }),
  output: performanceSumSchema,
  callers: ['campaigns'],
  example: {
    input: { content_ids: [content_id], top: 1 },
    output: {
      totals: exampleCounts,
      contents: 1,
      platforms: [{ platform: web, contents: 1, ...exampleCounts, recorded_at: quarter }],
      top_contents: [{ content_id, ...exampleCounts }],
      ...{ oldest_at: counted.counted_at, newest_at: counted.counted_at },
    },
  },
});
