import { Injectable } from '@nestjs/common';
import { AppError, type ModelChoice, storable } from '@smartcontent/contracts';
import { Stopping } from '../news/underway.js';
import type { ClaimedRun } from '../run-columns.js';
import { OutputCheck } from '../schemas/output-check.js';
import { titleOf } from '../title-of.js';
import { type Assignment, type Call, WriteFailure } from '../writer.js';
import { Writers } from '../writers/writers.service.js';
import { Brands } from './brands.service.js';
import { type Draft, DraftOutcomes } from './draft-outcomes.js';
import { ResultCache } from './result-cache.js';
import { Stopwatch } from './stopwatch.js';

/** Where identity is away the run waits for so long; nothing is counted. */
const ASK_AGAIN_SECONDS = 2;
/** Where other runs hold the money that this one may need: some are done by then, and those who wait do not come all at once. */
const ROOM_AGAIN_SECONDS = { least: 2, most: 4 };
/** Of a draft with its prompt in JSON: content keeps both in one answer, beside a title and what is known of the draft. */
const DRAFT_LIMIT_BYTES = 700 * 1024;

interface Task {
  readonly claim: ClaimedRun;
  readonly choice: ModelChoice;
  readonly assignment: Assignment;
  readonly cacheKey: string | null;
  readonly signal: AbortSignal;
  readonly watch: Stopwatch;
}

/** One attempt at a claimed run. */
@Injectable()
export class WriteDraftService {
  constructor(
    private readonly outcomes: DraftOutcomes,
    private readonly brands: Brands,
    private readonly cache: ResultCache,
    private readonly writers: Writers,
    private readonly check: OutputCheck,
  ) {}

  async write(claim: ClaimedRun, signal: AbortSignal): Promise<void> {
    const watch = new Stopwatch();
    if (claim.is_calling) return this.outcomes.keepInterrupted(claim);
    const choice = claim.request.models[claim.model_index] as ModelChoice;
    const assignment = await this.#prepare(claim, choice.model);
    if (!assignment) return this.outcomes.putBack(claim, ASK_AGAIN_SECONDS);
    const cacheKey = claim.request.use_cache ? this.cache.keyOf(claim.company_id, choice.provider, assignment) : null;
    const kept = cacheKey && (await this.cache.find(claim.company_id, cacheKey));
    if (kept) return this.outcomes.keepCached(claim, { ...kept, cacheKey, cacheHit: true });
    if (signal.reason instanceof Stopping) return this.outcomes.putBack(claim, 0);
    await this.#call({ claim, choice, assignment, cacheKey, signal, watch });
  }

  async #prepare(claim: ClaimedRun, model: string): Promise<Assignment | null> {
    const { title, request, content_type: contentType, validation_errors } = claim;
    try {
      const brand = await this.brands.of(claim.company_id, claim.id);
      return { model, title, contentType, request, brand, faults: validation_errors ?? [] };
    } catch (error) {
      if (error instanceof AppError && error.isRetryable) return null;
      throw error;
    }
  }

  async #call({ claim, choice, assignment, cacheKey, signal, watch }: Task): Promise<void> {
    const begun = await this.outcomes.begin(claim, choice.model, this.writers.promptBytes(choice, assignment)).catch(refusal);
    watch.prepared();
    if (begun === null) return;
    if (begun instanceof AppError && begun.data.is_held === true) return this.outcomes.putBack(claim, between(ROOM_AGAIN_SECONDS));
    if (begun instanceof AppError) return this.outcomes.keepRefused(claim, choice.model, { ...spoken(begun), isRetryable: false });
    let call: Call | null = null;
    try {
      const written = await this.writers.write(choice, assignment, { companyId: claim.company_id, runId: claim.id, signal });
      call = written;
      watch.answered();
      const output = await this.#checked(assignment, written.text);
      const draft: Draft = { output, title: headingOf(output, assignment), model: choice.model, cacheKey, cacheHit: false };
      await this.outcomes.keepWritten(begun, draft, written, watch.took());
      // Half of a draft is nobody's answer but this run's.
      if (cacheKey && !written.isCut) await this.cache.keep(claim.company_id, cacheKey, { output, title: draft.title, model: draft.model });
    } catch (error) {
      if (!(error instanceof WriteFailure)) throw error;
      const { reason, message, details } = error;
      const isStop = reason === 'cancelled' && signal.reason instanceof Stopping;
      const failure = { reason: isStop ? 'interrupted' : reason, message, ...details, isStop };
      await this.outcomes.keepFailed(begun, failure, details.call ?? call, watch.took());
    }
  }

  /** @throws WriteFailure where the output cannot become a draft */
  async #checked({ request: { schema, prompt } }: Assignment, output: string): Promise<string> {
    if (Buffer.byteLength(JSON.stringify([prompt, output])) > DRAFT_LIMIT_BYTES)
      throw new WriteFailure('output_too_large', 'the output is larger than a content can be', { isRetryable: false });
    const text = storable(output);
    if (!schema) return text;
    const errors = await this.check.errors(schema, text);
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

/** The refusal of a budget; anything else is thrown on. */
function refusal(error: unknown): AppError {
  if (error instanceof AppError && error.code.startsWith('GENERATION_')) return error;
  throw error;
}

function spoken(error: AppError): { reason: string; message: string } {
  return { reason: error.code, message: `${error.message} ${JSON.stringify(error.data)}` };
}

/** The draft's own first heading, else what the request is about. */
function headingOf(output: string, { title, request }: Assignment): string {
  const heading = request.schema ? undefined : /^#[^\S\r\n]+(\S.{0,499})$/m.exec(output)?.[1];
  return title ?? heading?.trim() ?? titleOf({ title, request });
}
