import { z } from 'zod';
import { contentStatusSchema } from '../content/content.js';
import { defineRequest } from '../define.js';
import { instant } from '../page.js';

const confidence = z.number().describe('0 to 1: how much is known; half after what weighs as much as ten views of today');
const ids = { user: '0192f0c1-7a00-7000-8000-000000000002', content: '0192f0c1-7a00-7000-8000-000000000004' };

export const GetPreferences = defineRequest({
  subject: 'rpc.embeddings.preference.get.v1',
  summary: 'What a reader is known to like, from what he did: views, clicks, likes, saves, comments and shares of the last 300 days',
  input: z.strictObject({ user_id: z.uuid() }),
  output: z.object({
    user_id: z.uuid(),
    items: z.array(
      z.object({
        preference_type: z.literal('interests'),
        model: z.string().describe('Of the vector; it is compared with those of contents of the same model'),
        dimensions: z.number().int(),
        contents: z.number().int().describe('From how many contents it was made'),
        confidence_score: confidence,
        updated_at: instant,
      }),
    ),
    topics: z.array(z.object({ topic: z.string(), weight: z.number().describe('Part of all topics of what the reader engaged with') })),
  }),
  http: { method: 'GET', path: '/v1/embeddings/users/{user_id}/preferences', scope: 'analytics:read', rateClass: 'search' },
  example: {
    input: { user_id: ids.user },
    output: {
      user_id: ids.user,
      items: [
        {
          preference_type: 'interests',
          model: 'offline-ngram-384-v1',
          dimensions: 384,
          contents: 7,
          confidence_score: 0.55,
          updated_at: '2026-01-05T09:00:00.000Z',
        },
      ],
      topics: [{ topic: 'compilers', weight: 0.7 }],
    },
  },
});

export const GetRecommendations = defineRequest({
  subject: 'rpc.embeddings.recommendation.get.v1',
  summary: 'Contents for a reader: those nearest to what he likes, without those that he engaged with',
  input: z.strictObject({
    user_id: z.uuid(),
    status: contentStatusSchema.default('published'),
    limit: z.coerce.number().int().min(1).max(50).default(10),
  }),
  output: z.object({
    basis: z
      .enum(['interests', 'popular'])
      .describe('popular: nothing is known of the reader, or nothing near it is left; these are what others engaged with most'),
    confidence_score: confidence,
    items: z.array(
      z.object({
        content_id: z.uuid(),
        title: z.string(),
        score: z.number().describe('interests: cosine of the nearest passage; popular: what others did, the older the less'),
      }),
    ),
  }),
  http: { method: 'GET', path: '/v1/embeddings/users/{user_id}/recommendations', scope: 'content:read', rateClass: 'search' },
  example: {
    input: { user_id: ids.user },
    output: { basis: 'interests', confidence_score: 0.55, items: [{ content_id: ids.content, title: 'Road to 1.0', score: 0.61 }] },
  },
});
