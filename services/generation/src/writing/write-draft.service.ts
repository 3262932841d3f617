import { Injectable } from '@nestjs/common';
import { AppError, type ModelChoice, storable } from '@smartcontent/contracts';
import { UNEXPECTED } from '../books/run-books.js';
import { Stopping } from '../news/underway.js';
import type { ClaimedRun } from '../run-columns.js';
import { OutputCheck } from '../schemas/output-check.js';
import { GenerationTelemetry } from '../telemetry.js';
import { titleOf } from '../title-of.js';
import { type Assignment, type Call, WriteFailure } from '../writer.js';
import { type Draft, DraftOutcomes } from './draft-outcomes.js';
import type { Failure } from './next-step.js';
import { PrepareDraftService, type Task } from './prepare-draft.service.js';
import { ResultCache } from './result-cache.js';
import { Stopwatch } from './stopwatch.js';

/** Where identity or a store is away the run waits for so long; nothing is counted. */
const ASK_AGAIN_SECONDS = 2;
/** Where other runs hold the money that this one may need: some are done by then, and those who wait do not come all at once. */
const ROOM_AGAIN_SECONDS = { least: 2, most: 4 };
/** Of a draft with its prompt in JSON: content keeps both in one answer, beside a title and what is known of the draft. */
const DRAFT_LIMIT_BYTES = 700 * 1024;

const BROKEN: Failure = { reason: UNEXPECTED, message: 'the attempt ended with an error that nobody expects', isRetryable: true };

/** One attempt at a claimed run. Whatever ends it, the run goes on from there, or ends. */
@Injectable()
export class WriteDraftService {
  constructor(
    private readonly outcomes: DraftOutcomes,
    private readonly preparation: PrepareDraftService,
    private readonly cache: ResultCache,
    private readonly check: OutputCheck,
    private readonly telemetry: GenerationTelemetry,
  ) {}

  /** @throws AppError only where the outcome could not be kept, since the store is away */
  async write(claim: ClaimedRun, signal: AbortSignal): Promise<void> {
    const { model } = claim.request.models[claim.model_index] as ModelChoice;
    if (claim.is_calling) return this.outcomes.keepInterrupted(claim).catch((error: unknown) => this.#giveUp(claim, model, error));
    const watch = new Stopwatch();
    const task = await this.#prepare(claim, signal);
    watch.prepared();
    if (task) await this.#call(task, signal, watch);
  }

  async #prepare(claim: ClaimedRun, signal: AbortSignal): Promise<Task | null> {
    const choice = claim.request.models[claim.model_index] as ModelChoice;
    try {
      return await this.preparation.prepare(claim, choice, signal);
    } catch (error) {
      await this.#keepUnbegun(claim, choice.model, error);
      return null;
    }
  }

  /** No call has left. */
  #keepUnbegun(claim: ClaimedRun, model: string, error: unknown): Promise<void> {
    if (error instanceof AppError && error.data.is_held === true) return this.outcomes.putBack(claim, between(ROOM_AGAIN_SECONDS));
    if (isAway(error)) return this.outcomes.putBack(claim, ASK_AGAIN_SECONDS);
    const refused = this.outcomes.keepRefused(claim, model, this.#failureOf(claim, error));
    return refused.catch((again: unknown) => this.#giveUp(claim, model, again));
  }

  async #call(task: Task, signal: AbortSignal, watch: Stopwatch): Promise<void> {
    const { assignment, begun, cacheKey, pen } = task;
    const { claim, model } = begun;
    let call: Call | null = null;
    let draft: Draft;
    try {
      const written = await pen.write(assignment, signal);
      call = written;
      watch.answered();
      const output = await this.#checked(claim, assignment, written.text);
      draft = { output, title: headingOf(output, assignment), model, cacheKey, cacheHit: false };
      await this.outcomes.keepWritten(begun, draft, written, watch.took());
      // Half of a draft is nobody's answer but this run's.
      if (written.isCut) return;
    } catch (error) {
      // What was paid for is not given up as long as it may still be kept: whoever takes the run over ends the attempt.
      if (isAway(error)) throw error;
      const failure = this.#failureOf(claim, error, signal);
      const known = (error instanceof WriteFailure && error.details.call) || call;
      const kept = this.outcomes.keepFailed(begun, failure, known, watch.took());
      return kept.catch((again: unknown) => this.#keepLost(claim, model, again));
    }
    if (cacheKey) await this.cache.keep(claim.company_id, cacheKey, { output: draft.output, title: draft.title, model });
  }

  /** Where its books cannot be kept as they are, a call is booked as one that nobody came back from. */
  async #keepLost(claim: ClaimedRun, model: string, error: unknown): Promise<void> {
    if (isAway(error)) throw error;
    this.telemetry.attemptBroke(claim.id, error);
    await this.outcomes.keepInterrupted(claim, BROKEN).catch((again: unknown) => this.#giveUp(claim, model, again));
  }

  async #giveUp(claim: ClaimedRun, model: string, error: unknown): Promise<void> {
    if (isAway(error)) throw error;
    this.telemetry.attemptBroke(claim.id, error);
    await this.outcomes.giveUp(claim, model, BROKEN);
  }

  #failureOf(claim: ClaimedRun, error: unknown, signal?: AbortSignal): Failure {
    if (error instanceof WriteFailure) {
      const { reason, message, details } = error;
      const isStop = reason === 'cancelled' && signal?.reason instanceof Stopping;
      return { reason: isStop ? 'interrupted' : reason, message, ...details, isStop };
    }
    if (error instanceof AppError) return { ...spoken(error), isRetryable: false };
    this.telemetry.attemptBroke(claim.id, error);
    return BROKEN;
  }

  /** @throws WriteFailure where the output cannot become a draft */
  async #checked({ company_id }: ClaimedRun, { request: { schema, prompt } }: Assignment, output: string): Promise<string> {
    if (Buffer.byteLength(JSON.stringify([prompt, output])) > DRAFT_LIMIT_BYTES)
      throw new WriteFailure('output_too_large', 'the output is larger than a content can be', { isRetryable: false });
    const text = storable(output);
    if (!schema) return text;
    const errors = await this.check.errors(company_id, schema, text);
    if (errors.length > 0) {
      const message = `the output does not fit the schema: ${errors[0]}`;
      throw new WriteFailure('output_invalid', message, { isRetryable: true, validationErrors: errors });
    }
    return text;
  }
}

function between({ least, most }: typeof ROOM_AGAIN_SECONDS): number {
  return least + Math.random() * (most - least);
}

/** It passes by itself, and is nobody's fault. */
function isAway(error: unknown): boolean {
  return error instanceof AppError && error.isRetryable;
}

function spoken(error: AppError): { reason: string; message: string } {
  const more = Object.keys(error.data).length > 0 ? ` ${JSON.stringify(error.data)}` : '';
  return { reason: error.code, message: `${error.message}${more}` };
}

/** The draft's own first heading, else what the request is about. */
function headingOf(output: string, { title, request }: Assignment): string {
  const heading = request.schema ? undefined : /^#[^\S\r\n]+(\S.{0,499})$/m.exec(output)?.[1];
  return title ?? heading?.trim() ?? titleOf({ title, request });
}
