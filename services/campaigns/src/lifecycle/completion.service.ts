import { Injectable } from '@nestjs/common';
import { ActorTokens } from '@smartcontent/bus';
import { AppError } from '@smartcontent/contracts';
import { Database } from '@smartcontent/database';
import { CampaignsTelemetry } from '../telemetry.js';
import { LifecycleService } from './lifecycle.service.js';
import { type EndedCampaign, LifecycleStore } from './lifecycle.store.js';

const AT_ONCE = 50;

/** Completes campaigns whose last day has passed. */
@Injectable()
export class CompletionService {
  constructor(
    private readonly database: Database,
    private readonly tokens: ActorTokens,
    private readonly store: LifecycleStore,
    private readonly lifecycle: LifecycleService,
    private readonly telemetry: CampaignsTelemetry,
  ) {}

  /** Returns the seconds until the next one ends; null where none will. */
  async completeEnded(stopping: AbortSignal): Promise<number | null> {
    const { ended, seconds } = await this.database.withSystem('find campaigns that ended', async (tx) => ({
      ended: await this.store.ended(tx, AT_ONCE),
      seconds: await this.store.secondsToNext(tx),
    }));
    for (const campaign of ended) {
      if (stopping.aborted) break;
      // One that cannot be completed keeps none of the others from it.
      await this.#complete(campaign).catch((error: unknown) => this.telemetry.notCompleted(campaign.id, error));
    }
    return ended.length === AT_ONCE ? 0 : seconds;
  }

  /** Somebody may have been faster, another replica or a person: it has ended either way. */
  async #complete({ id, company_id }: EndedCampaign): Promise<void> {
    const context = await this.tokens.serviceContext(company_id, 'complete a campaign at its end', id);
    await this.lifecycle.take('complete', id, context).catch((error: unknown) => {
      const isDone = error instanceof AppError && ['CAMPAIGNS_TRANSITION_ILLEGAL', 'CAMPAIGNS_CAMPAIGN_NOT_FOUND'].includes(error.code);
      if (!isDone) throw error;
    });
  }
}
