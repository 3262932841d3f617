import { z } from 'zod';
import { defineRequest } from '../define.js';
import { instant } from '../page.js';
import { EVENT_STATUSES, exampleCalendarEvent } from './calendar-events.js';
import { planningFace } from './planning-face.js';
import { exampleStrategy } from './strategies.js';

const count = z.number().int();

const eventPlace = z.object({ id: z.uuid(), title: z.string(), scheduled_date: instant });

/** Counted by a text of the caller's own: the most frequent ones, and how many events have another one. */
const tally = (name: string) =>
  z.object({
    items: z.array(z.object({ [name]: z.string(), events: count })),
    others: count.describe('Events of those that are not listed'),
  });

export const strategySummarySchema = z
  .object({
    strategy_id: z.uuid(),
    name: z.string(),
    total_events: count,
    by_status: z.object(
      Object.fromEntries(EVENT_STATUSES.map((status) => [status, count])) as Record<(typeof EVENT_STATUSES)[number], z.ZodNumber>,
    ),
    by_platform: tally('platform').describe('The 100 most frequent'),
    by_content_type: tally('content_type').describe('The 100 most frequent'),
    by_month: z.array(z.object({ month: z.string().describe('Of UTC, such as 2026-01'), events: count })),
    first_event: eventPlace.nullable(),
    next_event: eventPlace.nullable().describe('The first from now on that is not cancelled'),
    last_event: eventPlace.nullable(),
    contents: count.describe('How many contents its events name'),
    created_at: instant,
    updated_at: instant,
  })
  .meta({ id: 'StrategySummary' });
export type StrategySummary = z.infer<typeof strategySummarySchema>;

const place = { id: exampleCalendarEvent.id, title: exampleCalendarEvent.title, scheduled_date: exampleCalendarEvent.scheduled_date };

export const GetStrategySummary = defineRequest({
  subject: 'rpc.campaigns.strategy-summary.get.v1',
  summary: 'The events of a strategy, counted',
  input: z.strictObject({ strategy_id: z.uuid() }),
  output: strategySummarySchema,
  errors: ['CAMPAIGNS_STRATEGY_NOT_FOUND'],
  http: planningFace('GET', 'strategies/{strategy_id}/summary'),
  example: {
    input: { strategy_id: exampleStrategy.id },
    output: {
      strategy_id: exampleStrategy.id,
      name: exampleStrategy.name,
      total_events: 1,
      by_status: { draft: 1, scheduled: 0, published: 0, cancelled: 0 },
      by_platform: { items: [{ platform: 'website', events: 1 }], others: 0 },
      by_content_type: { items: [{ content_type: 'blog_post', events: 1 }], others: 0 },
      by_month: [{ month: '2026-01', events: 1 }],
      first_event: place,
      next_event: null,
      last_event: place,
      contents: 0,
      created_at: exampleStrategy.created_at,
      updated_at: exampleStrategy.updated_at,
    },
  },
});
