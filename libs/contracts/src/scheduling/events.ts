import { z } from 'zod';
import { defineEvent, type ServiceName } from '../define.js';

const state = z.object({
  content_id: z.uuid(),
  // Events of older releases do not say it.
  campaign_id: z.uuid().nullable().optional(),
  version_id: z.uuid(),
  platform: z.string(),
  platform_account_id: z.uuid(),
  scheduled_time: z.string(),
});
const example = {
  content_id: '0192f0c1-7a00-7000-8000-000000000004',
  campaign_id: null,
  version_id: '0192f0c1-7a00-7000-8000-000000000005',
  platform: 'webhook',
  platform_account_id: '0192f0c1-7a00-7000-8000-000000000006',
  scheduled_time: '2026-01-06T09:00:00.000Z',
};
const consumers: readonly ServiceName[] = ['content', 'analytics', 'campaigns'];

export const PostScheduled = defineEvent({
  subject: 'evt.scheduling.post.scheduled.v1',
  summary: 'A post waits for its instant',
  aggregate: 'scheduled-post',
  data: state,
  consumers,
  example,
});

export const PostPublished = defineEvent({
  subject: 'evt.scheduling.post.published.v1',
  summary: 'The platform has the post',
  aggregate: 'scheduled-post',
  data: state.extend({ published_at: z.string(), platform_post_id: z.string().nullable() }),
  consumers,
  example: { ...example, published_at: '2026-01-06T09:00:00.120Z', platform_post_id: 'msg_1' },
});

/** Ends that are not a publication: failed for good, cancelled, missed its window, or outcome unknown. */
export const PostStopped = defineEvent({
  subject: 'evt.scheduling.post.stopped.v1',
  summary: 'A post will not leave by itself any more',
  aggregate: 'scheduled-post',
  data: state.extend({ status: z.enum(['failed', 'cancelled', 'missed', 'unknown']), error_code: z.string().nullable() }),
  consumers,
  example: { ...example, status: 'cancelled', error_code: null },
});

const accountState = z.object({ platform: z.string(), name: z.string() });
const accountExample = { platform: 'webhook', name: 'our site' };

export const PlatformAccountConnected = defineEvent({
  subject: 'evt.scheduling.platform-account.connected.v1',
  summary: 'A platform account was connected',
  aggregate: 'platform-account',
  data: accountState,
  consumers: [],
  example: accountExample,
});

export const PlatformAccountDisconnected = defineEvent({
  subject: 'evt.scheduling.platform-account.disconnected.v1',
  summary: 'A platform account was disconnected; what waits for it is cancelled',
  aggregate: 'platform-account',
  data: accountState,
  consumers: ['scheduling'],
  example: accountExample,
});
