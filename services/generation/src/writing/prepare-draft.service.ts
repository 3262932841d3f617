import { Injectable } from '@nestjs/common';
import type { ModelChoice } from '@smartcontent/contracts';
import { Stopping } from '../news/underway.js';
import type { ClaimedRun } from '../run-columns.js';
import type { Assignment } from '../writer.js';
import { type Pen, Writers } from '../writers/writers.service.js';
import { Brands } from './brands.service.js';
import { type Begun, DraftOutcomes } from './draft-outcomes.js';
import { ResultCache } from './result-cache.js';

/** A call that may leave, with everything that it needs. */
export interface Task {
  readonly assignment: Assignment;
  readonly cacheKey: string | null;
  readonly pen: Pen;
  readonly begun: Begun;
}

/** What an attempt does before its call: the last of it holds the money. */
@Injectable()
export class PrepareDraftService {
  constructor(
    private readonly outcomes: DraftOutcomes,
    private readonly brands: Brands,
    private readonly cache: ResultCache,
    private readonly writers: Writers,
  ) {}

  /** Null where no call is needed, or wanted, any more. @throws whatever speaks against the call: none has left, and nothing is held */
  async prepare(claim: ClaimedRun, choice: ModelChoice, signal: AbortSignal): Promise<Task | null> {
    const assignment = await this.#assignment(claim, choice.model);
    const cacheKey = claim.request.use_cache ? this.cache.keyOf(claim.company_id, choice.provider, assignment) : null;
    const kept = cacheKey && (await this.cache.find(claim.company_id, cacheKey));
    if (kept) return this.outcomes.keepCached(claim, { ...kept, cacheKey, cacheHit: true }).then(() => null);
    const pen = await this.writers.open(choice, claim);
    if (signal.reason instanceof Stopping) return this.outcomes.putBack(claim, 0).then(() => null);
    const begun = await this.outcomes.begin(claim, choice.model, pen.promptBytes(assignment));
    return begun && { assignment, cacheKey, pen, begun };
  }

  async #assignment(claim: ClaimedRun, model: string): Promise<Assignment> {
    const { title, request, content_type: contentType, validation_errors } = claim;
    const brand = await this.brands.of(claim.company_id, claim.id);
    return { model, title, contentType, request, brand, faults: validation_errors ?? [] };
  }
}
