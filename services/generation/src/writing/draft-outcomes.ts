import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { ActorTokens } from '@smartcontent/bus';
import { AppError } from '@smartcontent/contracts';
import { Database, type Tx } from '@smartcontent/database';
import { type Held, RunBooks, type RunEnd } from '../books/run-books.js';
import { RunNews } from '../news/run-news.js';
import type { ClaimedRun, StoredRun } from '../run-columns.js';
import type { Call, Written } from '../writer.js';
import { codeOf, type Failure, nextStep } from './next-step.js';
import type { Took } from './stopwatch.js';
import { type RunResult, WritingStore } from './writing.store.js';

/** Postgres may be away for a moment; what a call brought was paid for and is not given up for that. */
const KEEP_AGAIN_MS = 500;
const KEEP_FOR_MS = 10_000;

const INTERRUPTED: Failure = { reason: 'interrupted', message: 'the attempt was cut short with its process', isRetryable: true };

/** A call that may leave: it is counted, and what it may cost is held. */
export interface Begun {
  readonly claim: ClaimedRun;
  readonly model: string;
  readonly held: Held;
}

export interface Draft {
  readonly output: string;
  readonly title: string | null;
  readonly model: string;
  readonly cacheKey: string | null;
  readonly cacheHit: boolean;
}

/** Keeps what attempts bring: the run's new state, its books and its event, in one transaction. */
@Injectable()
export class DraftOutcomes {
  constructor(
    private readonly database: Database,
    private readonly tokens: ActorTokens,
    private readonly store: WritingStore,
    private readonly books: RunBooks,
    private readonly news: RunNews,
  ) {}

  /** Null where the run is no longer this process's. @throws AppError of the budgets: the call must not leave */
  begin(claim: ClaimedRun, model: string, promptBytes: number): Promise<Begun | null> {
    return this.#inCompany(claim, async (tx) => {
      const run = await this.store.beginCall(tx, claim, model);
      if (!run) return null;
      this.news.calling(tx, run);
      return { claim, model, held: await this.books.reserve(tx, run, model, promptBytes) };
    });
  }

  /** False where the run is no longer this process's. */
  renew(claim: ClaimedRun, leaseSeconds: number): Promise<boolean> {
    return this.#inCompany(claim, (tx) => this.store.renew(tx, claim, leaseSeconds));
  }

  /** No call has left: nothing is counted, nothing stays held. */
  putBack(claim: ClaimedRun, delaySeconds: number): Promise<void> {
    return this.#keep(claim, async (tx) => {
      const run = await this.store.hold(tx, claim);
      if (!run) return;
      await this.books.releaseOpen(tx, run);
      await this.store.putBack(tx, claim, delaySeconds);
    });
  }

  /** The process that made its last call died, or could not keep what came of it: that attempt counts, and costs what was held for it. */
  keepInterrupted(claim: ClaimedRun, failure: Failure = INTERRUPTED): Promise<void> {
    return this.#keep(claim, async (tx) => {
      const run = await this.store.hold(tx, claim);
      if (!run) return;
      await this.books.keepInterrupted(tx, run);
      await this.#endAttempt(tx, claim, run, run.model ?? '', failure, null);
    });
  }

  /** Before its call: none has left. It counts as a try of the model all the same, so that a run comes to an end, and not as an attempt. */
  keepRefused(claim: ClaimedRun, model: string, failure: Failure): Promise<void> {
    return this.#keep(claim, async (tx) => {
      const run = await this.store.hold(tx, claim);
      if (!run) return;
      await this.books.releaseOpen(tx, run);
      await this.#endAttempt(tx, claim, { ...run, model_attempts: run.model_attempts + 1 }, model, failure, null);
    });
  }

  /** Where not even the books can be kept: the run ends, is told of, and leaves them as they are. */
  giveUp(claim: ClaimedRun, model: string, failure: Failure): Promise<void> {
    return this.#keep(claim, async (tx) => {
      const run = await this.store.hold(tx, claim);
      if (!run) return;
      const at = { modelIndex: run.model_index, modelAttempts: run.model_attempts };
      const after = await this.store.keep(tx, claim, failed(model, at, failure, codeOf(failure.reason)));
      await this.news.ended(tx, run, after);
      await this.books.leaveOpen(tx, after);
    });
  }

  keepFailed({ claim, model, held }: Begun, failure: Failure, call: Call | null, took: Took): Promise<void> {
    return this.#keep(claim, async (tx) => {
      const run = await this.store.hold(tx, claim);
      // Whoever has the run now: the call was made.
      if (call) await this.books.recordCall(tx, claim, model, held, { ...call, requestMs: took.requestMs }, failure);
      else await this.books.release(tx, claim, held);
      if (run) await this.#endAttempt(tx, claim, run, model, failure, call && took);
      else await this.#leaveOpen(tx, claim);
    });
  }

  keepWritten({ claim, model, held }: Begun, draft: Draft, call: Written, took: Took): Promise<void> {
    return this.#keep(claim, async (tx) => {
      await this.store.hold(tx, claim);
      await this.books.recordCall(tx, claim, model, held, { ...call, requestMs: took.requestMs }, null);
      await this.#endWritten(tx, claim, draft, { isCut: call.isCut, took });
    });
  }

  keepCached(claim: ClaimedRun, draft: Draft): Promise<void> {
    return this.#keep(claim, (tx) => this.#endWritten(tx, claim, draft, { isCut: false, took: null }));
  }

  async #endWritten(tx: Tx, claim: ClaimedRun, draft: Draft, of: Pick<RunEnd, 'isCut' | 'took'>): Promise<void> {
    const before = await this.store.hold(tx, claim);
    if (!before) return this.#leaveOpen(tx, claim);
    const { model_index: modelIndex, model_attempts: modelAttempts } = before;
    const ended = {
      status: 'succeeded',
      delaySeconds: null,
      reason: null,
      validationErrors: null,
      errorCode: null,
      errorMessage: null,
    } as const;
    const after = await this.store.keep(tx, claim, { ...draft, ...ended, modelIndex, modelAttempts });
    await this.books.finish(tx, after, { output: draft.output, errorMessage: null, ...of });
    await this.news.ended(tx, before, after);
    await this.books.close(tx, after);
  }

  /** Somebody else has the run, or has ended it. */
  async #leaveOpen(tx: Tx, claim: ClaimedRun): Promise<void> {
    this.news.leaseLost(claim.id);
    await this.books.leaveOpen(tx, claim);
  }

  async #endAttempt(tx: Tx, claim: ClaimedRun, before: StoredRun, model: string, failure: Failure, took: Took | null): Promise<void> {
    const step = nextStep(before, failure);
    if (step.kind === 'failed') {
      const at = { modelIndex: before.model_index, modelAttempts: before.model_attempts };
      const after = await this.store.keep(tx, claim, failed(model, at, failure, step.code));
      await this.books.finish(tx, after, { output: null, errorMessage: failure.message, took });
      await this.news.ended(tx, before, after);
      return this.books.close(tx, after);
    }
    const { modelIndex, modelAttempts, delaySeconds } = step;
    const result = { ...failed(model, { modelIndex, modelAttempts }, failure, null), status: 'pending', errorMessage: null } as const;
    const after = await this.store.keep(tx, claim, { ...result, delaySeconds, reason: failure.reason });
    this.news.failed(tx, after, failure.reason, delaySeconds);
  }

  async #inCompany<T>(claim: ClaimedRun, work: (tx: Tx) => Promise<T>): Promise<T> {
    const context = await this.tokens.serviceContext(claim.company_id, 'write a draft', claim.id);
    return this.database.withTenant(context, work);
  }

  async #keep(claim: ClaimedRun, work: (tx: Tx) => Promise<void>): Promise<void> {
    const until = performance.now() + KEEP_FOR_MS;
    for (;;) {
      try {
        return await this.#inCompany(claim, work);
      } catch (error) {
        const mayRecover = error instanceof AppError && error.isRetryable;
        if (!mayRecover || performance.now() + KEEP_AGAIN_MS > until) throw error;
        await delay(KEEP_AGAIN_MS);
      }
    }
  }
}

/** How an attempt that brought nothing leaves a run that ends with it. */
function failed(model: string, at: Pick<RunResult, 'modelIndex' | 'modelAttempts'>, failure: Failure, errorCode: string | null): RunResult {
  return {
    ...{ status: 'failed', model, ...at, output: null, title: null, cacheHit: false, cacheKey: null, delaySeconds: null, reason: null },
    ...{ validationErrors: failure.validationErrors ?? null, errorCode, errorMessage: failure.message.slice(0, 2_000) },
  };
}
