import { z } from 'zod';
import { defineRequest } from '../define.js';
import { nearDuplicatesSchema } from '../embeddings/duplicates.js';
import { oneOrMore, rangeInput, sortInput } from '../list-query.js';
import { instant, pageInput, pageOf } from '../page.js';
import { storableText } from '../text.js';
import { platformSchema } from './platform-accounts.js';

export const POST_STATUSES = ['pending', 'publishing', 'published', 'failed', 'cancelled', 'unknown', 'missed', 'paused'] as const;
export const postStatusSchema = z.enum(POST_STATUSES);
export type PostStatus = (typeof POST_STATUSES)[number];

export const scheduledPostSchema = z
  .object({
    id: z.uuid(),
    company_id: z.uuid(),
    content_id: z.uuid(),
    version_id: z.uuid(),
    version_hash: z.string(),
    campaign_id: z.uuid().nullable(),
    platform: platformSchema,
    platform_account_id: z.uuid(),
    scheduled_time: instant,
    status: postStatusSchema,
    published_at: instant.nullable(),
    platform_post_id: z.string().nullable(),
    error_code: z.string().nullable(),
    error_message: z.string().nullable(),
    retry_count: z.number().int(),
    revision: z.number().int(),
    created_at: instant,
    updated_at: instant,
  })
  .meta({ id: 'ScheduledPost' });
export type ScheduledPost = z.infer<typeof scheduledPostSchema>;

export const postAttemptSchema = z
  .object({
    number: z.number().int(),
    started_at: instant,
    finished_at: instant.nullable(),
    outcome: z.enum(['published', 'failed', 'unknown']).nullable().describe('null while the call is under way'),
    status_code: z.number().int().nullable(),
    error_message: z.string().nullable(),
  })
  .meta({ id: 'PostAttempt' });

const example = {
  id: '0192f0c1-7a00-7000-8000-000000000007',
  company_id: '0192f0c1-7a00-7000-8000-000000000001',
  content_id: '0192f0c1-7a00-7000-8000-000000000004',
  version_id: '0192f0c1-7a00-7000-8000-000000000005',
  version_hash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  campaign_id: null,
  platform: 'webhook' as const,
  platform_account_id: '0192f0c1-7a00-7000-8000-000000000006',
  scheduled_time: '2026-01-06T09:00:00.000Z',
  status: 'pending' as const,
  published_at: null,
  platform_post_id: null,
  error_code: null,
  error_message: null,
  retry_count: 0,
  revision: 1,
  created_at: '2026-01-05T09:00:00.000Z',
  updated_at: '2026-01-05T09:00:00.000Z',
};

export const SchedulePost = defineRequest({
  subject: 'rpc.scheduling.post.schedule.v1',
  summary: 'Schedule the approved version of a content for an instant',
  input: z.strictObject({
    content_id: z.uuid(),
    version_id: z.uuid(),
    platform_account_id: z.uuid(),
    scheduled_time: instant,
    campaign_id: z
      .uuid()
      .nullable()
      .default(null)
      .describe('Its post: it leaves only while the campaign is active, and waits as `paused` while that is a draft or paused'),
  }),
  output: scheduledPostSchema.extend({ near_duplicates: nearDuplicatesSchema }),
  errors: [
    'CONTENT_VERSION_NOT_FOUND',
    'SCHEDULING_ACCOUNT_NOT_FOUND',
    'SCHEDULING_ACCOUNT_DISCONNECTED',
    'SCHEDULING_TIME_PAST',
    'SCHEDULING_VERSION_NOT_APPROVED',
    'SCHEDULING_POST_DUPLICATE',
    'CAMPAIGNS_CAMPAIGN_NOT_FOUND',
    'SCHEDULING_CAMPAIGN_ENDED',
    'SCHEDULING_TIME_AFTER_CAMPAIGN',
  ],
  http: { method: 'POST', path: '/v1/scheduled-posts', status: 201, scope: 'schedule:write', rateClass: 'write' },
  example: {
    input: {
      content_id: example.content_id,
      version_id: example.version_id,
      platform_account_id: example.platform_account_id,
      scheduled_time: example.scheduled_time,
    },
    output: { ...example, near_duplicates: [] },
  },
});

export const ListScheduledPosts = defineRequest({
  subject: 'rpc.scheduling.post.list.v1',
  summary: 'Scheduled posts; by their instant unless told',
  input: z.strictObject({
    ...pageInput,
    status: oneOrMore(postStatusSchema),
    content_id: z.uuid().optional(),
    campaign_id: z.uuid().optional(),
    ...rangeInput('scheduled_time'),
    ...sortInput(['scheduled_time'], 'scheduled_time'),
  }),
  output: pageOf(scheduledPostSchema),
  errors: ['PLATFORM_CURSOR_INVALID'],
  http: { method: 'GET', path: '/v1/scheduled-posts', scope: 'schedule:read', rateClass: 'read' },
  example: { input: {}, output: { items: [example], next_cursor: null } },
});

export const GetScheduledPost = defineRequest({
  subject: 'rpc.scheduling.post.get.v1',
  summary: 'One scheduled post with its attempts',
  input: z.strictObject({ post_id: z.uuid() }),
  output: scheduledPostSchema.extend({ attempts: z.array(postAttemptSchema) }),
  errors: ['SCHEDULING_POST_NOT_FOUND'],
  http: { method: 'GET', path: '/v1/scheduled-posts/{post_id}', scope: 'schedule:read', rateClass: 'read' },
  example: { input: { post_id: example.id }, output: { ...example, attempts: [] } },
});

export const CancelScheduledPost = defineRequest({
  subject: 'rpc.scheduling.post.cancel.v1',
  summary: 'Cancel a post that has not left',
  input: z.strictObject({ post_id: z.uuid() }),
  output: scheduledPostSchema,
  errors: ['SCHEDULING_POST_NOT_FOUND', 'SCHEDULING_TRANSITION_ILLEGAL'],
  http: { method: 'POST', path: '/v1/scheduled-posts/{post_id}/cancel', scope: 'schedule:write', rateClass: 'write' },
  example: { input: { post_id: example.id }, output: { ...example, status: 'cancelled', revision: 2 } },
});

export const SettlePost = defineRequest({
  subject: 'rpc.scheduling.post.settle.v1',
  summary: 'Say what became of a post of unknown outcome, after a look at the platform; nothing is sent',
  input: z
    .strictObject({
      post_id: z.uuid(),
      outcome: z.enum(['published', 'failed']).describe('failed: the platform does not have it, and it may be scheduled again'),
      platform_post_id: storableText(2_048).min(1).optional().describe('Where it was published: the platform’s id of it, or its URL'),
      note: storableText(500).min(1).optional().describe('Where it failed: why; kept as error_message'),
    })
    .refine(({ outcome, platform_post_id }) => (outcome === 'published') === (platform_post_id !== undefined), {
      path: ['platform_post_id'],
      message: 'must be given where the post was published, and only there',
    })
    .refine(({ outcome, note }) => outcome === 'failed' || note === undefined, {
      path: ['note'],
      message: 'must be given only where the post failed',
    }),
  output: scheduledPostSchema,
  errors: ['SCHEDULING_POST_NOT_FOUND', 'SCHEDULING_TRANSITION_ILLEGAL'],
  http: {
    method: 'POST',
    path: '/v1/scheduled-posts/{post_id}/settle',
    scope: 'schedule:write',
    callers: 'person',
    rateClass: 'write',
  },
  example: {
    input: { post_id: example.id, outcome: 'published', platform_post_id: 'https://social.example/posts/1' },
    output: {
      ...example,
      status: 'published',
      published_at: '2026-01-06T09:00:00.120Z',
      platform_post_id: 'https://social.example/posts/1',
      revision: 3,
    },
  },
});
