import { z } from 'zod';
import { defineRequest } from '../define.js';
import { oneOrMore, sortInput } from '../list-query.js';
import { instant, pageOf } from '../page.js';
import { boundedObject, storableName, storableText } from '../text.js';
import { plannedInstant, planningFace, planningList, planningPage } from './planning-face.js';
import { exampleStrategy } from './strategies.js';

export const EVENT_STATUSES = ['draft', 'scheduled', 'published', 'cancelled'] as const;
const eventStatusSchema = z.enum(EVENT_STATUSES);
const OBJECT_BYTES = 32 * 1024;

export const calendarEventSchema = z
  .object({
    id: z.uuid(),
    strategy_id: z.uuid(),
    title: z.string(),
    description: z.string(),
    content_type: z.string(),
    platform: z.string(),
    scheduled_date: instant.describe('In UTC'),
    status: eventStatusSchema,
    ai_recommendations: z.record(z.string(), z.json()),
    content_id: z.uuid().nullable().describe('The content that is meant; it is not looked up'),
    campaign_id: z.uuid().nullable(),
    revision: z.number().int(),
    created_at: instant,
    updated_at: instant,
  })
  .meta({ id: 'CalendarEvent' });
export type CalendarEvent = z.infer<typeof calendarEventSchema>;

const written = {
  strategy_id: z.uuid(),
  title: storableName(255),
  description: storableText(10_000),
  content_type: storableName(50),
  platform: storableName(50),
  scheduled_date: plannedInstant,
  status: eventStatusSchema,
  ai_recommendations: boundedObject(OBJECT_BYTES),
  content_id: z.uuid().nullable(),
  campaign_id: z.uuid().nullable(),
};

export const exampleCalendarEvent: CalendarEvent = {
  id: '0192f0c1-7a00-7000-8000-000000000051',
  strategy_id: exampleStrategy.id,
  title: 'Why we wrote it again',
  description: 'The story of the second version',
  content_type: 'blog_post',
  platform: 'website',
  scheduled_date: '2026-01-06T09:00:00.000000Z',
  status: 'draft',
  ai_recommendations: {},
  content_id: null,
  campaign_id: null,
  revision: 1,
  created_at: '2026-01-05T09:00:00.000Z',
  updated_at: '2026-01-05T09:00:00.000Z',
};

/** What both lists of events are narrowed and sorted by. */
const eventFilters = {
  ...sortInput(['scheduled_date'], 'scheduled_date'),
  status: oneOrMore(eventStatusSchema),
  platform: storableName(50).optional(),
  content_type: storableName(50).optional(),
  scheduled_date_from: plannedInstant.optional().describe('From this instant on'),
  scheduled_date_to: plannedInstant.optional().describe('Before this instant'),
};

export const CreateCalendarEvent = defineRequest({
  subject: 'rpc.campaigns.calendar-event.create.v1',
  summary: 'Put something into the calendar of a strategy',
  input: z.strictObject({
    ...written,
    description: written.description.default(''),
    status: written.status.default('draft'),
    ai_recommendations: written.ai_recommendations.default({}),
    content_id: written.content_id.default(null),
    campaign_id: written.campaign_id.default(null),
  }),
  output: calendarEventSchema,
  errors: ['CAMPAIGNS_STRATEGY_NOT_FOUND', 'CAMPAIGNS_CAMPAIGN_NOT_FOUND'],
  http: planningFace('POST', 'calendar-events'),
  example: {
    input: {
      strategy_id: exampleStrategy.id,
      title: 'Why we wrote it again',
      content_type: 'blog_post',
      platform: 'website',
      scheduled_date: '2026-01-06T10:00:00+01:00',
    },
    output: exampleCalendarEvent,
  },
});

export const ListCalendarEvents = defineRequest({
  subject: 'rpc.campaigns.calendar-event.list.v1',
  summary: 'Calendar events by their date, the earliest first unless told',
  input: z.strictObject({ ...planningPage, strategy_id: z.uuid().optional(), campaign_id: z.uuid().optional(), ...eventFilters }),
  output: pageOf(calendarEventSchema),
  errors: ['PLATFORM_CURSOR_INVALID'],
  http: planningList('calendar-events'),
  example: { input: { scheduled_date_from: '2026-01-01' }, output: { items: [exampleCalendarEvent], next_cursor: null } },
});

export const GetCalendarEvent = defineRequest({
  subject: 'rpc.campaigns.calendar-event.get.v1',
  summary: 'One calendar event',
  input: z.strictObject({ event_id: z.uuid() }),
  output: calendarEventSchema,
  errors: ['CAMPAIGNS_EVENT_NOT_FOUND'],
  http: planningFace('GET', 'calendar-events/{event_id}'),
  example: { input: { event_id: exampleCalendarEvent.id }, output: exampleCalendarEvent },
});

export const UpdateCalendarEvent = defineRequest({
  subject: 'rpc.campaigns.calendar-event.update.v1',
  summary: 'Change what is given of a calendar event; the rest stays',
  input: z.strictObject({ event_id: z.uuid(), ...z.strictObject(written).partial().shape }),
  output: calendarEventSchema,
  errors: ['CAMPAIGNS_EVENT_NOT_FOUND', 'CAMPAIGNS_STRATEGY_NOT_FOUND', 'CAMPAIGNS_CAMPAIGN_NOT_FOUND'],
  http: planningFace('PUT', 'calendar-events/{event_id}'),
  example: {
    input: { event_id: exampleCalendarEvent.id, status: 'scheduled' },
    output: { ...exampleCalendarEvent, status: 'scheduled', revision: 2 },
  },
});

export const DeleteCalendarEvent = defineRequest({
  subject: 'rpc.campaigns.calendar-event.delete.v1',
  summary: 'Take an event out of the calendar',
  input: z.strictObject({ event_id: z.uuid() }),
  output: z.object({ message: z.string() }),
  errors: ['CAMPAIGNS_EVENT_NOT_FOUND'],
  http: planningFace('DELETE', 'calendar-events/{event_id}'),
  example: { input: { event_id: exampleCalendarEvent.id }, output: { message: `Calendar event ${exampleCalendarEvent.id} was deleted` } },
});

export const ListStrategyEvents = defineRequest({
  subject: 'rpc.campaigns.strategy-event.list.v1',
  summary: 'The calendar events of one strategy, the earliest first',
  input: z.strictObject({ strategy_id: z.uuid(), ...planningPage, ...eventFilters }),
  output: pageOf(calendarEventSchema),
  errors: ['CAMPAIGNS_STRATEGY_NOT_FOUND', 'PLATFORM_CURSOR_INVALID'],
  http: planningList('strategies/{strategy_id}/events'),
  example: { input: { strategy_id: exampleStrategy.id }, output: { items: [exampleCalendarEvent], next_cursor: null } },
});
