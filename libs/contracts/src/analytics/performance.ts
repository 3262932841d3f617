import { z } from 'zod';
import { defineRequest } from '../define.js';
import { instant, pageInput, pageOf } from '../page.js';

const count = z.number().int().nonnegative();

/** Which counter an event of this type adds one to, and only to it; events of other types, and those that name no content, are in none. */
export const PERFORMANCE_COUNTERS = {
  impression: 'impressions',
  view: 'views',
  like: 'likes',
  share: 'shares',
  comment: 'comments',
  click: 'clicks',
} as const;

const figuresSchema = z.object({
  platform: z.string().describe('As the events named it; empty where they named none'),
  impressions: count.describe('Events `impression`; views are not among them'),
  views: count.describe('Events `view`'),
  likes: count.describe('Events `like`'),
  shares: count.describe('Events `share`'),
  comments: count.describe('Events `comment`'),
  clicks: count.describe('Events `click`'),
  engagement_rate: z
    .number()
    .describe('(likes + shares + comments + clicks) / impressions, to six places; 0 where there are no impressions'),
  ctr: z.number().describe('clicks / impressions, alike'),
  recorded_at: instant.describe('Beginning of the quarter of an hour, in UTC, in which the figures came to be these'),
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
  input: z.strictObject({ content_id: z.uuid(), platform: z.string().max(50).optional().describe('Only this one') }),
  output: z.object({
    content_id: z.uuid(),
    items: z.array(performanceSchema).describe('None where nothing was counted; the 50 platforms with the most events at most'),
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
    platform: z.string().max(50).optional().describe('Only this one'),
    recorded_at_from: instant.optional().describe('Inclusive'),
    recorded_at_to: instant.optional().describe('Exclusive'),
    ...pageInput,
  }),
  output: pageOf(figuresSchema.meta({ id: 'PerformanceSnapshot' })),
  errors: ['PLATFORM_CURSOR_INVALID'],
  http: { method: 'GET', path: '/v1/content/{content_id}/performance/history', scope: 'analytics:read', rateClass: 'read' },
  example: { input: { content_id }, output: { items: [example], next_cursor: null } },
});

/** For reports over many contents at once. */
export const ReadPerformance = defineRequest({
  subject: 'rpc.analytics.performance.read.v1',
  summary: 'What was counted of contents since the beginning, by content and platform',
  input: z.strictObject({ content_ids: z.array(z.uuid()).max(500) }),
  output: z.object({
    items: z
      .array(performanceSchema.extend({ content_id: z.uuid() }))
      .describe('A content of which nothing was counted has none; of each the 50 platforms with the most events at most'),
  }),
  callers: ['campaigns'],
  example: { input: { content_ids: [content_id] }, output: { items: [{ content_id, ...counted }] } },
});
