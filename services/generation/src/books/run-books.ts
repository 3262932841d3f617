import { Injectable } from '@nestjs/common';
import { type ModelChoice, modelChoiceSchema } from '@smartcontent/contracts';
import type { Tx } from '@smartcontent/database';
import { Budgets } from '../budgets/budgets.service.js';
import { RunCosts } from '../costs/run-costs.service.js';
import { MlModels } from '../models-registry/ml-models.service.js';
import type { StoredRun } from '../run-columns.js';
import { RunLedger } from '../usage/run-ledger.service.js';
import type { Call } from '../writer.js';

/** Longer than any call with what is done after it: nobody is at it any more when its reservation expires. */
const SPARE_SECONDS = 120;

/** What is held in the budgets for one call. */
export interface Held {
  readonly reservationId: string;
}

/** A call with what its attempt did before and after it. */
export type TimedCall = Call & { readonly requestMs: number };

/** Why a call brought no draft. */
export interface CallFailure {
  readonly reason: string;
  readonly message: string;
}

/** Why an attempt failed for which nobody has a word; what did stands in the log. */
export const UNEXPECTED = 'unexpected';

/** How a run went, for its history and its figures. */
export interface RunEnd {
  /** Null where nothing was written. */
  readonly output: string | null;
  readonly errorMessage: string | null;
  /** The model had to stop before its end. */
  readonly isCut?: boolean;
  /** Around the last call; null or absent where none was answered or refused. */
  readonly took?: { readonly preparationMs: number; readonly processingMs: number | null } | null;
}

/** What a run leaves in the books: its history, the usage of its calls, its figures, and what they take out of budgets. */
@Injectable()
export class RunBooks {
  constructor(
    private readonly ledger: RunLedger,
    private readonly budgets: Budgets,
    private readonly models: MlModels,
    private readonly costs: RunCosts,
  ) {}

  /** What runs of the company are written with that name no model themselves; null where its registry names none that can be called. */
  async usualModel(tx: Tx, companyId: string): Promise<ModelChoice | null> {
    const active = await this.models.activeGenerationModel(tx, companyId);
    const { provider, model } = active?.config ?? {};
    const choice = modelChoiceSchema.safeParse({ provider, model: model ?? active?.name });
    return choice.success ? choice.data : null;
  }

  async begin(tx: Tx, run: StoredRun): Promise<void> {
    const { prompt, ...parameters } = run.request;
    await this.ledger.begin(tx, {
      ...{ id: run.id, companyId: run.company_id, contentType: run.content_type, agentName: run.agent_name, prompt, parameters },
      ...{ metadata: { title: run.title, content_id: run.content_id, draft_type: run.draft_type }, contentFormat: formatOf(run) },
      ...{ model: (run.request.models[0] as ModelChoice).model, userId: run.user_id, campaignId: run.campaign_id },
    });
  }

  /** @throws AppError GENERATION_BUDGET_EXCEEDED, GENERATION_PRICE_UNKNOWN: the call must not leave */
  reserve(tx: Tx, run: StoredRun, model: string, promptBytes: number): Promise<Held> {
    const { max_output_tokens: maxOutputTokens, timeout_seconds } = run.request;
    const of = { companyId: run.company_id, campaignId: run.campaign_id, runId: run.id, attempt: run.attempts };
    return this.budgets.reserve(tx, { ...of, model, promptBytes, maxOutputTokens, expiresInSeconds: timeout_seconds + SPARE_SECONDS });
  }

  recordCall(tx: Tx, run: StoredRun, model: string, held: Held, call: TimedCall, failure: CallFailure | null): Promise<void> {
    const { endpoint, method, latencyMs, requestMs, statusCode, usage } = call;
    // Output that does not fit, or could not be kept, is no fault of the call: that it did not stands in the figures.
    const isCalls = !(failure?.reason.startsWith('output_') || failure?.reason === UNEXPECTED);
    return this.ledger.recordCall(tx, {
      ...{
        generationId: run.id,
        companyId: run.company_id,
        reservationId: held.reservationId,
        userId: run.user_id,
        apiKeyHash: call.keyHash,
      },
      ...{ endpoint, method, model, usage, statusCode, apiLatencyMs: latencyMs, totalRequestTimeMs: Math.max(requestMs, latencyMs) },
      errorType: call.reason ?? (isCalls ? (failure?.reason ?? null) : null),
      errorMessage: call.message ?? (isCalls ? (failure?.message ?? null) : null),
      refused: call.refused,
    });
  }

  release(tx: Tx, run: StoredRun, { reservationId }: Held): Promise<void> {
    return this.ledger.releaseCall(tx, { companyId: run.company_id, reservationId });
  }

  /** Of an attempt that was given up before its call, also where nobody knows whether it was begun. */
  releaseOpen(tx: Tx, run: StoredRun): Promise<void> {
    return this.ledger.releaseOpen(tx, { companyId: run.company_id, runId: run.id });
  }

  /** Of a process that died: whatever its call cost, it was not more than what was held for it. */
  keepInterrupted(tx: Tx, run: StoredRun): Promise<void> {
    return this.ledger.recordInterrupted(tx, { companyId: run.company_id, runId: run.id });
  }

  /** After its end was told: what it cost is told then too, or, where a call is still under way, once that is booked. */
  close(tx: Tx, run: StoredRun): Promise<void> {
    return this.costs.close(tx, run);
  }

  /** Something of its books is left for later: a call came back after its end, or the end itself could not be booked. */
  leaveOpen(tx: Tx, run: StoredRun): Promise<void> {
    return this.costs.reopen(tx, run);
  }

  finish(tx: Tx, run: StoredRun, { output, errorMessage, isCut = false, took }: RunEnd): Promise<void> {
    const written = isCut ? 'partial' : 'success';
    const status = output === null ? 'failed' : written;
    const model = run.model ?? (run.request.models[0] as ModelChoice).model;
    return this.ledger.finish(tx, {
      ...{
        id: run.id,
        companyId: run.company_id,
        status,
        content: output ?? '',
        model,
        errorMessage,
      },
      generationTimeMs: between(run.started_at, run.finished_at),
      performance: {
        ...{ totalDurationMs: between(run.created_at, run.finished_at), fileSaveMs: null },
        ...{ promptPreparationMs: took?.preparationMs ?? null, responseProcessingMs: took?.processingMs ?? null },
        ...{ validationPassed: run.validation_errors === null, validationErrors: run.validation_errors },
        ...{ cacheHit: run.cache_hit, cacheKey: run.cache_key, retryCount: run.retry_reasons.length, retryReasons: run.retry_reasons },
      },
    });
  }
}

function formatOf({ request }: StoredRun): 'json' | 'markdown' {
  return request.schema ? 'json' : 'markdown';
}

/** Milliseconds; nothing where it never began. */
function between(from: string | null, to: string | null): number {
  return from === null || to === null ? 0 : Math.max(0, Date.parse(to) - Date.parse(from));
}
