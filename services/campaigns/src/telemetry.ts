import { Injectable } from '@nestjs/common';
import { OutageLog } from '@smartcontent/bus';
import { Log, Metrics } from '@smartcontent/service';

const OUTAGE_WORDS = { begun: 'campaigns whose last day has passed cannot be completed; they wait', over: 'campaigns are completed again' };

/** One function per thing that happens: its count and its line together. */
@Injectable()
export class CampaignsTelemetry {
  private readonly outage: OutageLog;

  constructor(
    private readonly log: Log,
    private readonly metrics: Metrics,
  ) {
    this.outage = new OutageLog(log, OUTAGE_WORDS);
  }

  /** Scheduling did not answer; it hears of the step by its event. */
  postsFollowLater(campaignId: string, error: unknown): void {
    this.metrics.counter('campaigns_posts_followed_later_total', 'Steps whose posts could not be moved at once').inc();
    this.log.warn('posts of a campaign follow later', { campaign_id: campaignId, error: String(error) });
  }

  /** It is tried again with the next round. */
  notCompleted(campaignId: string, error: unknown): void {
    this.metrics.counter('campaigns_not_completed_total', 'Campaigns whose end could not be written').inc();
    this.log.warn('a campaign could not be completed', { campaign_id: campaignId, error: String(error) });
  }

  roundFailed(error: unknown): void {
    this.metrics.counter('campaigns_rounds_failed_total', 'Rounds of the job that completes campaigns that failed').inc();
    this.outage.fail(error);
  }

  roundDone(): void {
    this.outage.end();
  }
}
