import { z } from 'zod';
import { defineRequest } from '../define.js';
import { instant } from '../page.js';
import { contentStatusSchema, contentTypeSchema } from './content.js';

/** A content as an index of contents needs it: what it says now, and by what it is filtered. */
export const indexedContentSchema = z.object({
  id: z.uuid(),
  user_id: z.uuid(),
  title: z.string().nullable(),
  content_text: z.string().nullable(),
  content_type: contentTypeSchema,
  platform: z.string().nullable(),
  status: contentStatusSchema,
  topics: z.array(z.string()).describe('The texts in `topics` of its metadata'),
  quality_score: z.number().nullable(),
  revision: z.number().int(),
  created_at: instant,
  updated_at: instant,
  published_at: instant.nullable(),
});
export type IndexedContent = z.infer<typeof indexedContentSchema>;

const contentId = '0192f0c1-7a00-7000-8000-000000000004';
const companyId = '0192f0c1-7a00-7000-8000-000000000001';
const example: IndexedContent = {
  id: contentId,
  user_id: '0192f0c1-7a00-7000-8000-000000000002',
  title: 'Road to 1.0',
  content_text: 'The beta is near.',
  content_type: 'blog_post',
  platform: null,
  status: 'draft',
  topics: ['releases'],
  quality_score: null,
  revision: 1,
  created_at: '2026-01-05T09:00:00.000Z',
  updated_at: '2026-01-05T09:00:00.000Z',
  published_at: null,
};

export const ReadForIndex = defineRequest({
  subject: 'rpc.content.content.read-for-index.v1',
  summary: 'Contents with their texts, as many of those asked for as one message carries',
  input: z.strictObject({ content_ids: z.array(z.uuid()).min(1).max(100) }),
  output: z.object({
    items: z.array(indexedContentSchema),
    left: z.array(z.uuid()).describe('Those that had no room: ask again. What is in neither list does not exist'),
  }),
  callers: ['embeddings'],
  isForServices: true,
  example: { input: { content_ids: [contentId] }, output: { items: [example], left: [] } },
});

export const PageForIndex = defineRequest({
  subject: 'rpc.content.content.page-for-index.v1',
  summary: 'Which contents there are, of the company of whoever asks or of every one, by company and id',
  input: z.strictObject({
    after: z.object({ company_id: z.uuid(), content_id: z.uuid() }).nullable().describe('Where the page before ended'),
    limit: z.number().int().min(1).max(2_000),
  }),
  output: z.object({ items: z.array(z.object({ company_id: z.uuid(), content_id: z.uuid(), revision: z.number().int() })) }),
  callers: ['embeddings'],
  isForServices: true,
  example: {
    input: { after: null, limit: 1_000 },
    output: { items: [{ company_id: companyId, content_id: contentId, revision: 1 }] },
  },
});
