import { z } from 'zod';
import { defineRequest } from '../define.js';

/** A place on the way of events through the ingest; a decimal number above what a JSON number holds. */
const placeSchema = z.string().regex(/^\d{1,20}$/);

export const engagementSchema = z.object({
  company_id: z.uuid(),
  user_id: z.uuid().nullable(),
  content_id: z.uuid(),
  event_type: z.string(),
  occurred_at: z.number().int().describe('Epoch milliseconds'),
});
export type Engagement = z.infer<typeof engagementSchema>;

/**
 * What readers of all companies did with contents, in the order in which it was stored. Who goes on at `next` sees each event once: what is
 * still being stored is not in any page yet.
 */
export const PageEngagement = defineRequest({
  subject: 'rpc.analytics.engagement.page.v1',
  summary: 'Stored events about contents, in the order of their arrival',
  input: z.strictObject({
    after: placeSchema.describe('`next` of the page before; 0 at the beginning'),
    event_types: z.array(z.string().max(64)).min(1).max(50),
  }),
  output: z.object({
    items: z.array(engagementSchema).describe('At most 3,000; none does not mean that nothing follows'),
    next: placeSchema,
    is_last: z.boolean(),
  }),
  callers: ['embeddings'],
  isForServices: true,
  example: {
    input: { after: '0', event_types: ['view'] },
    output: {
      items: [
        {
          company_id: '0192f0c1-7a00-7000-8000-000000000001',
          user_id: null,
          content_id: '0192f0c1-7a00-7000-8000-000000000004',
          event_type: 'view',
          occurred_at: 1_767_603_600_000,
        },
      ],
      next: '7340032',
      is_last: true,
    },
  },
});
