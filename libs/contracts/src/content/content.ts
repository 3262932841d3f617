import { z } from 'zod';
import { instant } from '../page.js';
import { storableObject, storableText } from '../text.js';

export const CONTENT_TYPES = ['blog_post', 'social_post', 'email', 'ad_copy', 'image', 'video'] as const;
export const CONTENT_STATUSES = ['draft', 'review', 'changes_requested', 'approved', 'rejected', 'published', 'archived'] as const;
export type ContentStatus = (typeof CONTENT_STATUSES)[number];

export const contentTypeSchema = z.enum(CONTENT_TYPES);
export const contentStatusSchema = z.enum(CONTENT_STATUSES);
export const jsonObject = z.record(z.string().max(255), z.json());

/** A content without its text: what lists carry. */
export const contentSummarySchema = z
  .object({
    id: z.uuid(),
    company_id: z.uuid(),
    user_id: z.uuid().describe('Its author'),
    campaign_id: z.uuid().nullable(),
    title: z.string().nullable(),
    content_type: contentTypeSchema,
    platform: z.string().nullable(),
    status: contentStatusSchema,
    quality_score: z.number().nullable(),
    revision: z.number().int().describe('Grows with every change; name it to change what you have seen'),
    version_id: z.uuid().describe('Its current version'),
    version_number: z.number().int(),
    version_hash: z.string().describe('SHA-256 of the current version; an approval binds to it'),
    approved_version_id: z.uuid().nullable(),
    created_at: instant,
    updated_at: instant,
    published_at: instant.nullable(),
    scheduled_for: instant.nullable(),
  })
  .meta({ id: 'ContentSummary' });

export const contentSchema = contentSummarySchema
  .extend({
    content_text: z.string().nullable(),
    metadata: jsonObject,
    brand_guidelines_applied: jsonObject,
    ai_model_used: z.string().nullable(),
    generation_prompt: z.string().nullable(),
  })
  .meta({ id: 'Content' });
export type Content = z.infer<typeof contentSchema>;
export type ContentSummary = z.infer<typeof contentSummarySchema>;

/** What an author writes. A new version is made when title, text, platform or metadata change. */
export const contentFields = {
  title: storableText(500).nullable().optional(),
  content_text: storableText(700_000).nullable().optional(),
  platform: storableText(50).nullable().optional(),
  metadata: storableObject.optional(),
  campaign_id: z.uuid().nullable().optional(),
  brand_guidelines_applied: storableObject.optional(),
  ai_model_used: storableText(100).nullable().optional(),
  generation_prompt: storableText(100_000).nullable().optional(),
  quality_score: z.number().min(0).max(9.99).multipleOf(0.01).nullable().optional(),
};

export const exampleSummary = {
  id: '0192f0c1-7a00-7000-8000-000000000004',
  company_id: '0192f0c1-7a00-7000-8000-000000000001',
  user_id: '0192f0c1-7a00-7000-8000-000000000002',
  campaign_id: null,
  title: 'Road to 1.0',
  content_type: 'blog_post' as const,
  platform: null,
  status: 'draft' as const,
  quality_score: null,
  revision: 1,
  version_id: '0192f0c1-7a00-7000-8000-000000000005',
  version_number: 1,
  version_hash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  approved_version_id: null,
  created_at: '2026-01-05T09:00:00.000Z',
  updated_at: '2026-01-05T09:00:00.000Z',
  published_at: null,
  scheduled_for: null,
};
export const exampleContent = {
  ...exampleSummary,
  content_text: 'The beta is near.',
  metadata: {},
  brand_guidelines_applied: {},
  ai_model_used: null,
  generation_prompt: null,
};
