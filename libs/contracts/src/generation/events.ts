import { z } from 'zod';
import { contentTypeSchema } from '../content/content.js';
import { defineEvent } from '../define.js';
import { OFFLINE_MODEL } from './runs.js';

const state = z.object({ user_id: z.uuid(), content_id: z.uuid(), is_new_content: z.boolean() });
const example = {
  user_id: '0192f0c1-7a00-7000-8000-000000000002',
  content_id: '0192f0c1-7a00-7000-8000-000000000004',
  is_new_content: true,
};

export const GenerationRequested = defineEvent({
  subject: 'evt.generation.run.requested.v1',
  summary: 'A draft shall be written',
  aggregate: 'generation',
  data: state,
  consumers: [],
  example,
});

export const DraftWritten = defineEvent({
  subject: 'evt.generation.draft.written.v1',
  summary: 'A draft was written; content asks for its text and keeps it',
  aggregate: 'generation',
  data: state.extend({
    draft_type: contentTypeSchema,
    campaign_id: z.uuid().nullable(),
    platform: z.string().nullable(),
    model: z.string(),
  }),
  consumers: ['content'],
  example: { ...example, draft_type: 'blog_post', campaign_id: null, platform: null, model: OFFLINE_MODEL },
});

/** Ends without a draft. */
export const GenerationStopped = defineEvent({
  subject: 'evt.generation.run.stopped.v1',
  summary: 'A run failed for good, or was cancelled',
  aggregate: 'generation',
  data: state.extend({ status: z.enum(['failed', 'cancelled']), error_code: z.string() }),
  consumers: [],
  example: { ...example, status: 'failed', error_code: 'OUTPUT_INVALID' },
});

/**
 * Once the books of a run are closed: it has ended, and no call of it is under way. Told again, with the new total, where a call that was given up
 * for lost came back after all. Runs that cost nothing tell none.
 */
export const CostBooked = defineEvent({
  subject: 'evt.generation.cost.booked.v1',
  summary: 'What a run cost, whatever came of it; the newest version of a run holds all of it',
  aggregate: 'generation',
  data: z.object({
    campaign_id: z.uuid().nullable(),
    content_id: z.uuid(),
    user_id: z.uuid(),
    cost_usd: z
      .string()
      .regex(/^\d+\.\d{12}$/)
      .describe('Of the calls whose cost is known'),
    unpriced_calls: z.number().int().nonnegative().describe('Calls whose cost nobody knows, for want of a price or of usage'),
  }),
  consumers: ['campaigns'],
  example: { campaign_id: null, content_id: example.content_id, user_id: example.user_id, cost_usd: '0.012340000000', unpriced_calls: 0 },
});
