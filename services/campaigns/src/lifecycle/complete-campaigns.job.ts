import { Injectable } from '@nestjs/common';
import { LoopingJob } from '@smartcontent/service';
import { EndSignal } from '../end-signal.js';
import { CampaignsTelemetry } from '../telemetry.js';
import { CompletionService } from './completion.service.js';

/** An end that another replica was told of is noticed no later. */
const LONGEST_SLEEP_SECONDS = 30;
/** A round that completed nothing because its campaigns cannot be completed yet does not go round at once. */
const SHORTEST_SLEEP_SECONDS = 0.5;

/** Completes campaigns at the end of their last day. Any number of replicas may run it. */
@Injectable()
export class CompleteCampaigns extends LoopingJob {
  constructor(
    private readonly completion: CompletionService,
    private readonly ends: EndSignal,
    private readonly telemetry: CampaignsTelemetry,
  ) {
    super();
  }

  protected async run(): Promise<void> {
    while (!this.stopping.aborted) {
      const seconds = await this.completion.completeEnded(this.stopping).then(
        (next) => {
          this.telemetry.roundDone();
          return Math.min(next ?? LONGEST_SLEEP_SECONDS, LONGEST_SLEEP_SECONDS);
        },
        (error: unknown) => {
          this.telemetry.roundFailed(error);
          return LONGEST_SLEEP_SECONDS;
        },
      );
      await this.ends.wait(Math.max(seconds, SHORTEST_SLEEP_SECONDS), this.stopping);
    }
  }
}
