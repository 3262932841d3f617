import { z } from 'zod';
import { defineRequest } from '../define.js';

export const notificationSchema = z
  .object({
    id: z.string().describe('Resume after it with Last-Event-ID'),
    type: z.string().describe('The event that it tells of, such as content.published'),
    time: z.string(),
    data: z.record(z.string(), z.json()),
  })
  .meta({ id: 'Notification' });
export type Notification = z.infer<typeof notificationSchema>;

export const StreamNotifications = defineRequest({
  subject: 'rpc.gateway.notifications.stream.v1',
  summary: 'Server-sent events: notifications of the user, resumable with Last-Event-ID',
  input: z.strictObject({
    last_event_id: z
      .string()
      .regex(/^\d{1,20}-\d{1,20}$/)
      .optional()
      .describe('Resume after it, for clients that cannot send the header Last-Event-ID'),
  }),
  output: notificationSchema,
  errors: ['GATEWAY_STREAMS_TOO_MANY'],
  http: { method: 'GET', path: '/v1/notifications/stream', scope: 'notifications:read', rateClass: 'stream', kind: 'stream' },
  example: {
    input: {},
    output: {
      id: '1767690000120-0',
      type: 'content.published',
      time: '2026-01-06T09:00:00.120Z',
      data: { content_id: '0192f0c1-7a00-7000-8000-000000000004' },
    },
  },
});
