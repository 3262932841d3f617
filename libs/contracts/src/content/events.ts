import { z } from 'zod';
import { defineEvent } from '../define.js';
import { contentStatusSchema, contentTypeSchema } from './content.js';

const state = z.object({
  user_id: z.uuid(),
  // Events of older releases do not say it.
  campaign_id: z.uuid().nullable().optional(),
  status: contentStatusSchema,
  content_type: contentTypeSchema,
  version_id: z.uuid(),
  version_hash: z.string(),
});
const example = {
  user_id: '0192f0c1-7a00-7000-8000-000000000002',
  campaign_id: null,
  status: 'draft' as const,
  content_type: 'blog_post' as const,
  version_id: '0192f0c1-7a00-7000-8000-000000000005',
  version_hash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
};

export const ContentCreated = defineEvent({
  subject: 'evt.content.content.created.v1',
  summary: 'A content and its first version exist',
  aggregate: 'content',
  data: state,
  consumers: ['analytics', 'embeddings', 'campaigns'],
  example,
});

export const ContentUpdated = defineEvent({
  subject: 'evt.content.content.updated.v1',
  summary: 'A content changed; version_id names a new version when its text did',
  aggregate: 'content',
  data: state,
  consumers: ['content', 'analytics', 'embeddings', 'campaigns'],
  example,
});

/** Every step of the workflow but the approval, which has an event of its own. */
export const ContentMoved = defineEvent({
  subject: 'evt.content.content.moved.v1',
  summary: 'A content took a step of its workflow',
  aggregate: 'content',
  data: state.extend({ from_status: contentStatusSchema, note: z.string().nullable() }),
  consumers: ['content', 'scheduling', 'analytics', 'embeddings', 'campaigns'],
  example: { ...example, status: 'review', from_status: 'draft', note: null },
});

export const VersionApproved = defineEvent({
  subject: 'evt.content.version.approved.v1',
  summary: 'A version was approved, bound to its hash',
  aggregate: 'content',
  data: state.extend({ approved_by: z.uuid() }),
  consumers: ['content', 'analytics', 'embeddings', 'campaigns'],
  example: { ...example, status: 'approved', approved_by: '0192f0c1-7a00-7000-8000-000000000002' },
});

export const ContentPublished = defineEvent({
  subject: 'evt.content.content.published.v1',
  summary: 'A content left on a platform for the first time or once more',
  aggregate: 'content',
  data: state.extend({ post_id: z.uuid(), platform: z.string(), title: z.string().nullable(), published_at: z.string() }),
  consumers: ['content', 'analytics', 'embeddings', 'campaigns'],
  example: {
    ...example,
    status: 'published',
    post_id: '0192f0c1-7a00-7000-8000-000000000007',
    platform: 'webhook',
    title: 'Road to 1.0',
    published_at: '2026-01-06T09:00:00.120Z',
  },
});

export const ContentDeleted = defineEvent({
  subject: 'evt.content.content.deleted.v1',
  summary: 'A content and its versions are gone',
  aggregate: 'content',
  data: z.object({ user_id: z.uuid() }),
  consumers: ['content', 'scheduling', 'analytics', 'embeddings', 'campaigns'],
  example: { user_id: '0192f0c1-7a00-7000-8000-000000000002' },
});
