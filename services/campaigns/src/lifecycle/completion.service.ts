import { Injectable } from '@nestjs/common';
import { ActorTokens } from '@smartcontent/bus';
import { Database } from '@smartcontent/database';
import { CampaignsTelemetry } from '../telemetry.js';
import { LifecycleService } from './lifecycle.service.js';
import { type EndedCampaign, LifecycleStore } from './lifecycle.store.js';

const AT_ONCE = 50;
const RETRY_MS = 30_000;

/** Completes campaigns whose last day has passed. */
@Injectable()
export class CompletionService {
  readonly #failedAt = new Map<string, number>();

  constructor(
    private readonly database: Database,
    private readonly tokens: ActorTokens,
    private readonly store: LifecycleStore,
    private readonly lifecycle: LifecycleService,
    private readonly telemetry: CampaignsTelemetry,
  ) {}

  /** Returns the seconds until the next one ends; null where none will. */
  async completeEnded(stopping: AbortSignal): Promise<number | null> {
    const waiting = this.#waiting();
    const { ended, seconds } = await this.database.withSystem('find campaigns that ended', async (tx) => ({
      ended: await this.store.ended(tx, AT_ONCE, waiting),
      seconds: await this.store.secondsToNext(tx, waiting),
    }));
    for (const campaign of ended) {
      if (stopping.aborted) break;
      await this.#complete(campaign).catch((error: unknown) => {
        this.#failedAt.set(campaign.id, Date.now());
        this.telemetry.notCompleted(campaign.id, error);
      });
    }
    return ended.length === AT_ONCE ? 0 : seconds;
  }

  async #complete({ id, company_id }: EndedCampaign): Promise<void> {
    await this.lifecycle.completeAtEnd(id, await this.tokens.serviceContext(company_id, 'complete a campaign at its end', id));
  }

  /** Those that could not be completed a moment ago: they are tried again, and keep none of the others from it. */
  #waiting(): string[] {
    for (const [id, atMs] of this.#failedAt) if (Date.now() - atMs >= RETRY_MS) this.#failedAt.delete(id);
    return [...this.#failedAt.keys()];
  }
}
