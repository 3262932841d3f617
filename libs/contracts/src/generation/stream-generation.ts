import { z } from 'zod';
import { defineRequest } from '../define.js';
import { runStatusSchema } from './runs.js';

export const generationNewsSchema = z
  .object({
    id: z.string().describe('Resume after it with Last-Event-ID'),
    type: z.enum(['status', 'text']).describe('status: what the run has come to; text: the next piece of what is being written'),
    time: z.string(),
    data: z.object({
      generation_id: z.uuid(),
      status: runStatusSchema.optional(),
      model: z.string().nullable().optional(),
      attempts: z.number().int().optional(),
      reason: z.string().optional().describe('Why the attempt before did not do; its text does not count'),
      text: z.string().optional(),
    }),
  })
  .meta({ id: 'GenerationNews' });
export type GenerationNews = z.infer<typeof generationNewsSchema>;

const generation_id = '0192f0c1-7a00-7000-8000-00000000000e';

export const StreamGeneration = defineRequest({
  subject: 'rpc.gateway.generation.stream.v1',
  summary:
    'Server-sent events: how a run goes, from its beginning to its end; resumable with Last-Event-ID for an hour; 204 to a reader that knows the end',
  input: z.strictObject({
    generation_id: z.uuid(),
    last_event_id: z
      .string()
      .regex(/^\d{1,20}-\d{1,20}$/)
      .optional()
      .describe('Resume after it, for clients that cannot send the header Last-Event-ID'),
  }),
  output: generationNewsSchema,
  errors: ['GENERATION_RUN_NOT_FOUND', 'GATEWAY_STREAMS_TOO_MANY'],
  http: { method: 'GET', path: '/v1/generations/{generation_id}/events', scope: 'generation:read', rateClass: 'stream', kind: 'stream' },
  example: {
    input: { generation_id },
    output: { id: '1767690000120-0', type: 'text', time: '2026-01-06T09:00:00.120Z', data: { generation_id, text: 'Seedlings need' } },
  },
});
