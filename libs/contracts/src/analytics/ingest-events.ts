import { z } from 'zod';
import { defineRequest } from '../define.js';
import { instant } from '../page.js';

/** Most events that one batch may hold. */
export const INGEST_MAX_EVENTS = 50_000;

/** One event of the outside. Columns of the ClickHouse table keep these names. */
export const ingestEventSchema = z
  .strictObject({
    event_id: z.uuid().optional().describe('Made by the gateway when missing; a repeat within 24 h counts once'),
    event_type: z.string().regex(/^[a-z][a-z0-9_.:-]{0,63}$/),
    timestamp: instant.optional().describe('Defaults to the time of receipt'),
    user_id: z.uuid().nullable().optional(),
    content_id: z.uuid().nullable().optional(),
    campaign_id: z.uuid().nullable().optional(),
    visitor_id: z.string().max(128).optional(),
    session_id: z.string().max(128).optional(),
    platform: z.string().max(50).optional(),
    properties: z.record(z.string().max(128), z.string().max(8_192)).optional(),
    ip_address: z.union([z.ipv4(), z.ipv6()]).optional(),
    user_agent: z.string().max(2_048).optional(),
    historical: z.boolean().optional().describe('An old event: neither its clock is corrected nor live counters are touched'),
  })
  .meta({ id: 'IngestEvent' });
export type IngestEvent = z.infer<typeof ingestEventSchema>;

export const rejectionSchema = z.object({
  index: z.number().int().describe('Place in the batch, from 0'),
  reason: z.string(),
});

export const IngestEvents = defineRequest({
  subject: 'rpc.gateway.events.ingest.v1',
  summary: 'Take in one event, a JSON array or NDJSON; 202 once they are durable, bad ones are refused one by one',
  input: z.union([ingestEventSchema, z.array(ingestEventSchema).min(1).max(INGEST_MAX_EVENTS)]),
  output: z.object({
    batch_id: z.uuid(),
    received: z.number().int(),
    accepted: z.number().int(),
    rejected: z.number().int(),
    errors: z.array(rejectionSchema).max(100).describe('The first hundred rejections'),
  }),
  errors: ['ANALYTICS_BATCH_EMPTY', 'ANALYTICS_BATCH_TOO_MANY', 'ANALYTICS_INGEST_FULL'],
  http: { method: 'POST', path: '/v1/events', status: 202, scope: 'events:write', rateClass: 'ingest', kind: 'ingest' },
  example: {
    input: [{ event_type: 'view', content_id: '0192f0c1-7a00-7000-8000-000000000004', properties: { path: '/blog' } }],
    output: { batch_id: '0192f0c1-7a00-7000-8000-000000000008', received: 1, accepted: 1, rejected: 0, errors: [] },
  },
});
