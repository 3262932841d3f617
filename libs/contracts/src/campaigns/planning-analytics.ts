import { z } from 'zod';
import { defineRequest } from '../define.js';
import { instant } from '../page.js';
import { exampleCalendarEvent } from './calendar-events.js';
import { planningFace } from './planning-face.js';
import { exampleStrategy } from './strategies.js';

const count = z.number().int();

const planningAnalyticsSchema = z
  .object({
    platform: z.string().describe('As the events named it; empty where they named none'),
    metrics: z.object({
      contents: count.describe('How many contents have figures of this platform'),
      contents_left_out: count.describe('Contents of the strategy beyond the thousand planned latest, which were not asked for'),
      impressions: count,
      views: count,
      likes: count,
      shares: count,
      comments: count,
      clicks: count,
      engagement_rate: z.number().nullable().describe('(likes + shares + comments + clicks) / impressions; null without impressions'),
      ctr: z.number().nullable().describe('clicks / impressions; null without impressions'),
    }),
    performance_score: z
      .number()
      .nullable()
      .describe('Engagements per 100 impressions: 100 × (likes + shares + comments + clicks) / impressions; null without impressions'),
    recorded_at: instant.describe('Of the newest figures in it'),
  })
  .meta({ id: 'PlanningAnalytics' });
export type PlanningAnalytics = z.infer<typeof planningAnalyticsSchema>;

const exampleAnalytics: PlanningAnalytics = {
  platform: 'website',
  metrics: {
    contents: 1,
    contents_left_out: 0,
    impressions: 1_000,
    views: 640,
    likes: 20,
    shares: 5,
    comments: 3,
    clicks: 12,
    engagement_rate: 0.04,
    ctr: 0.012,
  },
  performance_score: 4,
  recorded_at: '2026-01-06T12:00:00.000Z',
};

export const GetStrategyAnalytics = defineRequest({
  subject: 'rpc.campaigns.strategy-analytics.get.v1',
  summary: 'What the contents of a strategy’s events brought, per platform; an empty list where nothing was measured yet',
  input: z.strictObject({ strategy_id: z.uuid() }),
  output: z.array(planningAnalyticsSchema),
  errors: ['CAMPAIGNS_STRATEGY_NOT_FOUND'],
  http: planningFace('GET', 'strategies/{strategy_id}/analytics'),
  example: { input: { strategy_id: exampleStrategy.id }, output: [exampleAnalytics] },
});

export const GetCalendarEventAnalytics = defineRequest({
  subject: 'rpc.campaigns.calendar-event-analytics.get.v1',
  summary: 'What the content of an event brought, per platform; an empty list where it has none, or nothing was measured yet',
  input: z.strictObject({ event_id: z.uuid() }),
  output: z.array(planningAnalyticsSchema),
  errors: ['CAMPAIGNS_EVENT_NOT_FOUND'],
  http: planningFace('GET', 'calendar-events/{event_id}/analytics'),
  example: { input: { event_id: exampleCalendarEvent.id }, output: [exampleAnalytics] },
});
