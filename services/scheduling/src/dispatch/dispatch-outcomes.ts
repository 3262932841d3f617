import { Injectable } from '@nestjs/common';
import { ActorTokens } from '@smartcontent/bus';
import { AppError } from '@smartcontent/contracts';
import { Database, type Tx } from '@smartcontent/database';
import { CampaignHolds } from '../campaigns/campaign-holds.service.js';
import type { LookUp, Outcome } from '../platforms/platform-adapter.js';
import { SchedulingTelemetry } from '../telemetry.js';
import { tellPostEnded } from '../tell-post-ended.js';
import { type ClaimedPost, DispatchStore, type DuePost, type PostResult } from './dispatch.store.js';
import { resultOfCall, resultOfLookUp, resultUnder } from './post-results.js';

/** Keeps what calls and look-ups brought: the attempt, the post's new state and its event, in one transaction. */
@Injectable()
export class DispatchOutcomes {
  constructor(
    private readonly database: Database,
    private readonly tokens: ActorTokens,
    private readonly store: DispatchStore,
    private readonly campaigns: CampaignHolds,
    private readonly telemetry: SchedulingTelemetry,
  ) {}

  keepCall(post: DuePost, outcome: Outcome): Promise<void> {
    const message = outcome.kind === 'published' ? null : outcome.reason;
    const ends = { published: 'published', refused: 'failed', 'not-sent': 'failed', unknown: 'unknown' } as const;
    const end = { outcome: ends[outcome.kind], statusCode: outcome.statusCode, message };
    return this.#keep(post, resultOfCall(post, outcome), (tx) => this.store.finishAttempt(tx, post, end));
  }

  /** The call was never made. Only what another try cannot mend is the end of the post. */
  keepNoCall(post: DuePost, error: unknown): Promise<void> {
    const reason = this.#reasonOf(post, error);
    return this.keepCall(post, { kind: isFinal(error) ? 'refused' : 'not-sent', reason, statusCode: null });
  }

  /** The platform could not even be asked; where that stays so, as after a disconnection, a person must look. */
  keepNoLookUp(post: ClaimedPost, error: unknown): Promise<void> {
    const reason = this.#reasonOf(post, error);
    return this.keepLookUp(post, { kind: isFinal(error) ? 'cannot' : 'no-answer', reason });
  }

  keepLookUp(post: ClaimedPost, found: LookUp): Promise<void> {
    return this.#keep(post, resultOfLookUp(post, found));
  }

  /** A code for the caller; the text of what nobody foresaw stays in the log. */
  #reasonOf(post: ClaimedPost, error: unknown): string {
    if (error instanceof AppError) return error.code;
    this.telemetry.notPrepared(post, error);
    return 'PLATFORM_INTERNAL';
  }

  async #keep(post: ClaimedPost, outcome: PostResult, endAttempt?: (tx: Tx) => Promise<void>): Promise<void> {
    const context = await this.tokens.serviceContext(post.company_id, 'keep the outcome of a post', post.id);
    await this.database.withTenant(context, async (tx) => {
      await endAttempt?.(tx);
      const mayWait = outcome.status === 'pending';
      const result = mayWait ? resultUnder(await this.campaigns.ofWaiting(tx, post.campaign_id), outcome) : outcome;
      const after = await this.store.finish(tx, post, result);
      if (!after) return this.telemetry.leaseLost(post);
      if (result.is_told) await tellPostEnded(tx, post, after);
      tx.afterCommit(() => this.telemetry.postMoved(after));
    });
  }
}

function isFinal(error: unknown): boolean {
  return error instanceof AppError && !error.isRetryable;
}
