import { Injectable } from '@nestjs/common';
import { Database } from '@smartcontent/database';
import { LoopingJob } from '@smartcontent/service';
import { INDEXER_SLEEP_SECONDS, IndexSignal } from '../index-signal.js';
import { EmbeddingsTelemetry } from '../telemetry.js';
import { IndexQueueService, RENEW_MS, type Work } from './index-queue.service.js';
import { IndexingService } from './indexing.service.js';

const MAX_IN_FLIGHT = 4;
/** A store or content that is away is asked again after this. */
const AGAIN_SECONDS = 2;

/** Indexes what waits. Any number of replicas may run it: a claim belongs to one of them, and one company's at a time to each. */
@Injectable()
export class IndexDocuments extends LoopingJob {
  readonly #inFlight = new Map<string, Promise<void>>();
  #lastCompany: string | null = null;

  constructor(
    private readonly database: Database,
    private readonly queue: IndexQueueService,
    private readonly indexing: IndexingService,
    private readonly signal: IndexSignal,
    private readonly telemetry: EmbeddingsTelemetry,
  ) {
    super();
  }

  /** What is under way is given back, so that another replica need not wait for the lease. */
  override async beforeApplicationShutdown(): Promise<void> {
    await super.beforeApplicationShutdown();
    await Promise.all(this.#inFlight.values());
  }

  protected async run(): Promise<void> {
    while (!this.stopping.aborted) {
      try {
        const work = this.#inFlight.size < MAX_IN_FLIGHT ? await this.#claim() : null;
        this.telemetry.roundDone();
        if (work) this.#track(work);
        else await this.signal.wait(INDEXER_SLEEP_SECONDS, this.stopping);
      } catch (error) {
        this.telemetry.roundFailed(error);
        await this.signal.wait(INDEXER_SLEEP_SECONDS, this.stopping);
      }
    }
  }

  /** Null where nothing is due for a company that this replica is not busy with. */
  async #claim(): Promise<Work | null> {
    const busy = [...this.#inFlight.keys()];
    const work = await this.database.withSystem('claim documents to be indexed', (tx) => this.queue.claim(tx, this.#lastCompany, busy));
    if (!work) return null;
    this.#lastCompany = work.companyId;
    return work.documents.length > 0 ? work : null;
  }

  #track(work: Work): void {
    const tracked = this.#settle(work).finally(() => {
      this.#inFlight.delete(work.companyId);
      // There is room again, and more of the same company may wait.
      this.signal.raise();
    });
    this.#inFlight.set(work.companyId, tracked);
  }

  async #settle(work: Work): Promise<void> {
    const renewing = setInterval(() => {
      this.#system((tx) => this.queue.renew(tx, work)).catch((error: unknown) => this.telemetry.roundFailed(error));
    }, RENEW_MS);
    try {
      await this.indexing.settle(work, this.stopping);
    } catch (error) {
      const isStopping = this.stopping.aborted;
      if (!isStopping) this.telemetry.roundFailed(error);
      const seconds = isStopping ? 0 : AGAIN_SECONDS;
      // Where this fails too the lease ends by itself.
      await this.#system((tx) => this.queue.release(tx, work, seconds)).catch((cause: unknown) => this.telemetry.roundFailed(cause));
    } finally {
      clearInterval(renewing);
    }
  }

  #system(work: Parameters<Database['withSystem']>[1]): Promise<unknown> {
    return this.database.withSystem('keep or give back a lease', work);
  }
}
