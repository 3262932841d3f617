import { z } from 'zod';
import { defineRequest } from '../define.js';
import { instant } from '../page.js';

const range = { from: instant.describe('Inclusive'), to: instant.describe('Exclusive') };
const filters = {
  event_type: z.string().max(64).optional(),
  content_id: z.uuid().optional(),
  platform: z.string().max(50).optional(),
};
const REFUSALS = ['ANALYTICS_RANGE_INVALID'] as const;
const exampleRange = { from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z' };
const http = { method: 'GET', scope: 'analytics:read', rateClass: 'search' } as const;

export const GetTotals = defineRequest({
  subject: 'rpc.analytics.totals.get.v1',
  summary: 'Events and unique visitors by event type',
  input: z.strictObject({ ...range, ...filters }),
  output: z.object({ items: z.array(z.object({ event_type: z.string(), events: z.number().int(), visitors: z.number().int() })) }),
  errors: REFUSALS,
  http: { ...http, path: '/v1/analytics/totals' },
  example: { input: exampleRange, output: { items: [{ event_type: 'view', events: 9_580, visitors: 1_700 }] } },
});

export const GetTimeSeries = defineRequest({
  subject: 'rpc.analytics.time-series.get.v1',
  summary: 'Events per bucket of time, in any time zone; empty buckets are zero',
  input: z.strictObject({
    ...range,
    ...filters,
    interval: z.enum(['minute', 'quarter', 'hour', 'day']).default('day'),
    time_zone: z.string().max(64).default('UTC').describe('IANA name'),
  }),
  output: z.object({ items: z.array(z.object({ bucket: instant, events: z.number().int(), visitors: z.number().int() })) }),
  errors: [...REFUSALS, 'ANALYTICS_TIME_ZONE_UNKNOWN'],
  http: { ...http, path: '/v1/analytics/time-series' },
  example: {
    input: { ...exampleRange, interval: 'day', time_zone: 'Europe/Berlin' },
    output: { items: [{ bucket: '2026-01-01T00:00:00+01:00', events: 120, visitors: 80 }] },
  },
});

export const GetTopContent = defineRequest({
  subject: 'rpc.analytics.content.top.v1',
  summary: 'Contents with the most events',
  input: z.strictObject({
    ...range,
    event_type: filters.event_type,
    platform: filters.platform,
    limit: z.coerce.number().int().min(1).max(100).default(10),
  }),
  output: z.object({ items: z.array(z.object({ content_id: z.uuid(), events: z.number().int(), visitors: z.number().int() })) }),
  errors: REFUSALS,
  http: { ...http, path: '/v1/analytics/top-content' },
  example: {
    input: { ...exampleRange, event_type: 'click' },
    output: { items: [{ content_id: '0192f0c1-7a00-7000-8000-000000000004', events: 25, visitors: 20 }] },
  },
});

export const GetBreakdown = defineRequest({
  subject: 'rpc.analytics.events.break-down.v1',
  summary: 'Most frequent values of one property of the events, as many as fit into 512 KiB',
  input: z.strictObject({
    ...range,
    ...filters,
    property: z.string().min(1).max(128),
    limit: z.coerce.number().int().min(1).max(1_000).default(10),
  }),
  output: z.object({ items: z.array(z.object({ value: z.string(), events: z.number().int(), visitors: z.number().int() })) }),
  errors: REFUSALS,
  http: { ...http, path: '/v1/analytics/breakdown' },
  example: {
    input: { ...exampleRange, event_type: 'view', property: 'path' },
    output: { items: [{ value: '/blog', events: 300, visitors: 210 }] },
  },
});

export const GetIngestAccounting = defineRequest({
  subject: 'rpc.analytics.ingest.account.v1',
  summary: 'What became of every event received, per hour: accepted = stored + duplicate + dead + in flight',
  input: z.strictObject({ ...range }),
  output: z.object({
    items: z.array(
      z.object({
        hour: instant,
        received: z.number().int(),
        accepted: z.number().int(),
        rejected: z.number().int(),
        stored: z.number().int(),
        duplicate: z.number().int(),
        dead: z.number().int(),
        in_flight: z.number().int(),
      }),
    ),
    pending_messages: z.number().int().describe('Messages of the ingest stream, of all companies, not yet read'),
  }),
  errors: REFUSALS,
  http: { ...http, path: '/v1/analytics/ingest' },
  example: {
    input: exampleRange,
    output: {
      items: [{ hour: '2026-01-05T09:00:00.000Z', received: 10, accepted: 9, rejected: 1, stored: 8, duplicate: 1, dead: 0, in_flight: 0 }],
      pending_messages: 0,
    },
  },
});

export const GetLiveEngagement = defineRequest({
  subject: 'rpc.analytics.engagement.live.v1',
  summary: 'Counts of the last hour of activity of a content, as they come in',
  input: z.strictObject({ content_id: z.uuid() }),
  output: z.object({ content_id: z.uuid(), counts: z.record(z.string(), z.number().int()) }),
  http: { method: 'GET', path: '/v1/content/{content_id}/engagement', scope: 'analytics:read', rateClass: 'read' },
  example: {
    input: { content_id: '0192f0c1-7a00-7000-8000-000000000004' },
    output: { content_id: '0192f0c1-7a00-7000-8000-000000000004', counts: { view: 12 } },
  },
});

/** Looks an event up by its id, to see whether it arrived; the range keeps the look-up cheap. */
export const GetEvent = defineRequest({
  subject: 'rpc.analytics.event.get.v1',
  summary: 'One stored event by its id',
  input: z.strictObject({ event_id: z.uuid(), ...range }),
  output: z.object({
    event_id: z.uuid(),
    event_type: z.string(),
    timestamp: instant,
    received_at: instant,
    content_id: z.uuid().nullable(),
    platform: z.string(),
    properties: z.record(z.string(), z.string()),
  }),
  errors: [...REFUSALS, 'ANALYTICS_EVENT_NOT_FOUND'],
  http: { ...http, path: '/v1/events/{event_id}' },
  example: {
    input: { event_id: '0192f0c1-7a00-7000-8000-000000000009', ...exampleRange },
    output: {
      event_id: '0192f0c1-7a00-7000-8000-000000000009',
      event_type: 'view',
      timestamp: '2026-01-05T09:00:00.000Z',
      received_at: '2026-01-05T09:00:01.200Z',
      content_id: null,
      platform: 'web',
      properties: { path: '/blog' },
    },
  },
});
