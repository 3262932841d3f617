import { Injectable } from '@nestjs/common';
import { OutageLog } from '@smartcontent/bus';
import type { MovedPosts, PostHold, ScheduledPost } from '@smartcontent/contracts';
import { Log, Metrics } from '@smartcontent/service';

const OUTAGE_WORDS = { begun: 'posts that are due cannot be claimed; they wait', over: 'posts that are due are claimed again' };

/** One function per thing that happens: its count and its line together. */
@Injectable()
export class SchedulingTelemetry {
  private readonly outage: OutageLog;

  constructor(
    private readonly log: Log,
    private readonly metrics: Metrics,
  ) {
    this.outage = new OutageLog(log, OUTAGE_WORDS);
  }

  postMoved(post: ScheduledPost): void {
    this.metrics.counter('scheduling_posts_total', 'Scheduled posts by the status they reached', ['platform', 'status']).inc({
      platform: post.platform,
      status: post.status,
    });
    if (post.status === 'published') {
      const seconds = (Date.parse(post.published_at as string) - Date.parse(post.scheduled_time)) / 1_000;
      this.metrics.durations('scheduling_lateness_seconds', 'From the scheduled instant to the publication').observe(seconds);
    }
    this.log.info('post moved', { post_id: post.id, status: post.status, error_code: post.error_code, retry_count: post.retry_count });
  }

  campaignMoved(campaignId: string, hold: PostHold, counts: MovedPosts): void {
    this.metrics.counter('scheduling_campaign_moves_total', 'Campaigns whose posts were held, freed or ended', ['to']).inc({ to: hold });
    this.log.info('campaign posts moved', { campaign_id: campaignId, to: hold, ...counts });
  }

  /** Another dispatcher took the post over while this one was slow; what the platform has is looked up there. */
  leaseLost(post: ScheduledPost): void {
    this.metrics.counter('scheduling_leases_lost_total', 'Outcomes that came after their lease').inc();
    this.log.warn('lease lost', { post_id: post.id });
  }

  /** The post stays claimed; when its lease ends it is looked up. */
  dispatchFailed(post: ScheduledPost, error: unknown): void {
    this.metrics.counter('scheduling_dispatch_failures_total', 'Posts whose outcome could not be kept').inc();
    this.log.warn('dispatch failed', { post_id: post.id, error: String(error) });
  }

  /** The post's account or version could not be read for a reason that nobody foresaw, such as another master key. */
  notPrepared(post: ScheduledPost, error: unknown): void {
    this.metrics.counter('scheduling_preparations_failed_total', 'Calls and look-ups that failed before they left').inc();
    this.log.error('post not prepared', { post_id: post.id, error: String(error) });
  }

  roundFailed(error: unknown): void {
    this.metrics.counter('scheduling_rounds_failed_total', 'Rounds of the dispatcher that failed').inc();
    this.outage.fail(error);
  }

  roundDone(): void {
    this.outage.end();
  }
}
