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
