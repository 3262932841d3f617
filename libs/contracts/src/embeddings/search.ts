import { z } from 'zod';
import { contentStatusSchema, contentTypeSchema } from '../content/content.js';
import { defineRequest } from '../define.js';
import { instant } from '../page.js';
import { storableName, storableText } from '../text.js';

/** The longest question that is read as words: some 15,000 of them. */
const LONGEST_QUERY = 100_000;

const filtersSchema = z.strictObject({
  user_id: z.uuid().optional(),
  content_type: contentTypeSchema.optional(),
  platform: storableText(50).optional(),
  status: contentStatusSchema.optional(),
  topics: z.array(storableName(100)).min(1).max(20).optional().describe('Any of them'),
  created_from: instant.optional().describe('Inclusive'),
  created_to: instant.optional().describe('Exclusive'),
  published_from: instant.optional().describe('Inclusive'),
  published_to: instant.optional().describe('Exclusive'),
  min_quality_score: z.number().optional(),
  min_engagement_score: z.number().optional(),
});
/** By what the contents of a search are narrowed. */
export type SearchFilters = z.infer<typeof filtersSchema>;

const highlightSchema = z.object({
  text: z.string().describe('A piece of the text, as it is written there'),
  start: z.number().int().describe('Its place in the text, in UTF-16 units'),
  marks: z.array(z.object({ start: z.number().int(), end: z.number().int() })).describe('What was found, by its place in the piece'),
});
/** A piece of a text, and what was found in it. */
export type Highlight = z.infer<typeof highlightSchema>;

const foundSchema = z
  .object({
    content_id: z.uuid(),
    title: z.string(),
    user_id: z.uuid().nullable(),
    content_type: z.string().nullable(),
    platform: z.string().nullable(),
    status: z.string().nullable(),
    topics: z.array(z.string()),
    created_at: instant.nullable(),
    published_at: instant.nullable(),
    quality_score: z.number().nullable(),
    score: z.number().describe('Of this search alone: only the order means something'),
    word_rank: z.number().int().nullable().describe('Its place among those found by word; null: not by word'),
    meaning_rank: z.number().int().nullable().describe('Its place among those found by meaning; null: not by meaning'),
    similarity: z.number().nullable().describe('Cosine of its nearest piece, from -1 to 1'),
    highlights: z.array(highlightSchema),
  })
  .meta({ id: 'FoundContent' });
/** One content that a search found. */
export type FoundContent = z.infer<typeof foundSchema>;

const answerSchema = z.object({
  items: z.array(foundSchema),
  models: z.array(z.string()).describe('Whose vectors told what is near; empty: the embedder was away, and words alone answered'),
});
/** What a search found, best first. */
export type SearchAnswer = z.infer<typeof answerSchema>;

const query = z.string().trim().min(1).pipe(storableText(LONGEST_QUERY));
const limit = z.coerce.number().int().min(1).max(50).default(10);
const face = { scope: 'content:read', rateClass: 'search' } as const;
const example: SearchAnswer = {
  items: [
    {
      content_id: '0192f0c1-7a00-7000-8000-000000000050',
      title: 'Road to 1.0',
      user_id: null,
      content_type: 'blog_post',
      platform: null,
      status: 'published',
      topics: ['releases'],
      created_at: '2026-01-05T09:00:00.000Z',
      published_at: null,
      quality_score: null,
      score: 0.1,
      word_rank: 1,
      meaning_rank: 1,
      similarity: 0.61,
      highlights: [{ text: 'The beta is near.', start: 0, marks: [{ start: 4, end: 8 }] }],
    },
  ],
  models: ['offline-ngram-384-v1'],
};

export const SearchByWordAndMeaning = defineRequest({
  subject: 'rpc.embeddings.content.search.v1',
  summary: 'Contents found by their words and by their meaning together, with what was found in them',
  input: z.strictObject({ query, filters: filtersSchema.default({}), limit }),
  output: answerSchema,
  http: { method: 'POST', path: '/v1/embeddings/search', ...face },
  example: { input: { query: 'beta', filters: { status: 'published' }, limit: 10 }, output: example },
});

export const SearchByMeaning = defineRequest({
  subject: 'rpc.embeddings.content.match.v1',
  summary: 'Contents whose vectors are nearest to a text, without regard to its words',
  input: z.strictObject({ text: query, filters: filtersSchema.default({}), limit }),
  output: answerSchema,
  errors: ['EMBEDDINGS_EMBEDDER_AWAY'],
  http: { method: 'POST', path: '/v1/embeddings/similar', ...face },
  example: { input: { text: 'The beta is near.' }, output: example },
});

export const ListSimilarContent = defineRequest({
  subject: 'rpc.embeddings.content.resemble.v1',
  summary: 'More like this: contents that resemble one that is indexed',
  input: z.strictObject({ content_id: z.uuid(), limit }),
  output: answerSchema,
  errors: ['EMBEDDINGS_DOCUMENT_NOT_FOUND'],
  http: { method: 'GET', path: '/v1/embeddings/documents/{content_id}/similar', ...face },
  example: { input: { content_id: '0192f0c1-7a00-7000-8000-000000000004' }, output: example },
});
