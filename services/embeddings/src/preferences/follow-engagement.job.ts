import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { OutageLog } from '@smartcontent/bus';
import { Log, LoopingJob } from '@smartcontent/service';
import { EngagementFollower } from './engagement-follower.service.js';
import { EngagementTeller } from './engagement-teller.service.js';

/** How long what a reader did may wait until it is asked for. */
const POLL_MS = 2_000;
const WORDS = { begun: 'what readers do is not followed; it waits', over: 'what readers do is followed again' };

/** Follows what readers do. Any number of replicas may: one of them moves on from a place, and each tells what nobody else is telling. */
@Injectable()
export class FollowEngagement extends LoopingJob {
  readonly #outage: OutageLog;

  constructor(
    private readonly follower: EngagementFollower,
    private readonly teller: EngagementTeller,
    log: Log,
  ) {
    super();
    this.#outage = new OutageLog(log, WORDS);
  }

  protected async run(): Promise<void> {
    const signal = this.stopping;
    while (!signal.aborted) {
      const isMore = await this.#round().then(
        (more) => {
          this.#outage.end();
          return more;
        },
        (error: unknown) => {
          this.#outage.fail(error);
          return false;
        },
      );
      if (!isMore) await delay(POLL_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  async #round(): Promise<boolean> {
    let isMore = false;
    try {
      isMore = await this.follower.follow();
    } finally {
      // Also where analytics is away: what is counted already need not wait for it.
      isMore = (await this.teller.tellContents()) || isMore;
      isMore = (await this.teller.tellReaders()) || isMore;
    }
    return isMore;
  }
}
