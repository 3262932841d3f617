import type { DataOf, PostScheduled, ScheduledPost } from '@smartcontent/contracts';

/** What every event of a post says about it. */
export function postEventData(post: ScheduledPost): DataOf<typeof PostScheduled> {
  const { content_id, campaign_id, version_id, platform, platform_account_id, scheduled_time } = post;
  return { content_id, campaign_id, version_id, platform, platform_account_id, scheduled_time };
}
