import { z } from 'zod';
import { defineRequest } from '../define.js';
import { instant, pageInput, pageOf } from '../page.js';

const type = z.string().describe('`<entity>.<what happened>`: `content.created`, `version.approved`, `post.published`; more may come');

const activitySchema = z
  .object({
    event_id: z.uuid(),
    type,
    occurred_at: instant,
    actor: z.string().describe('`user:<id>`, `client:<id>` or `service:<name>`'),
    aggregate_id: z.uuid().describe('What the event is of: the content itself, or one of its posts'),
    aggregate_version: z.number().int().describe('Its place among the events of that content or post, from 1'),
    details: z.record(z.string(), z.json()).describe('Ids and states that the event told of, never a text'),
  })
  .meta({ id: 'Activity' });

/** What happened to one content and its posts. Whoever may read the content may read it; what was deleted keeps its lines. */
export const ListContentActivity = defineRequest({
  subject: 'rpc.analytics.content-activity.list.v1',
  summary: 'The timeline of a content and of its posts, newest first',
  input: z.strictObject({ content_id: z.uuid(), ...pageInput }),
  output: pageOf(activitySchema),
  errors: ['PLATFORM_CURSOR_INVALID'],
  http: { method: 'GET', path: '/v1/content/{content_id}/activity', scope: 'content:read', rateClass: 'read' },
  example: {
    input: { content_id: '0192f0c1-7a00-7000-8000-000000000004' },
    output: {
      items: [
        {
          event_id: '0192f0c1-7a00-7000-8000-00000000000a',
          type: 'version.approved',
          occurred_at: '2026-01-05T10:00:00.000Z',
          actor: 'user:0192f0c1-7a00-7000-8000-000000000002',
          aggregate_id: '0192f0c1-7a00-7000-8000-000000000004',
          aggregate_version: 3,
          details: { status: 'approved', version_id: '0192f0c1-7a00-7000-8000-000000000005' },
        },
      ],
      next_cursor: null,
    },
  },
});

export const CountActivity = defineRequest({
  subject: 'rpc.analytics.activity.count.v1',
  summary: 'What was done with contents and posts, counted per day of a time zone and type; days without anything are left out',
  input: z.strictObject({
    from: instant.describe('Inclusive'),
    to: instant.describe('Exclusive'),
    time_zone: z.string().max(64).default('UTC').describe('IANA name'),
  }),
  output: z.object({ items: z.array(z.object({ day: z.iso.date(), type, events: z.number().int() })) }),
  errors: ['ANALYTICS_RANGE_INVALID', 'ANALYTICS_TIME_ZONE_UNKNOWN'],
  http: { method: 'GET', path: '/v1/analytics/activity', scope: 'analytics:read', rateClass: 'search' },
  example: {
    input: { from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z', time_zone: 'Europe/Berlin' },
    output: { items: [{ day: '2026-01-05', type: 'content.created', events: 3 }] },
  },
});
