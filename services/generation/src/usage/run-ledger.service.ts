import { Injectable } from '@nestjs/common';
import type { Tx } from '@smartcontent/database';
import { Budgets } from '../budgets/budgets.service.js';
import { costsOf, credibleUsage, TOKEN_TYPES, type TokenUsage, totalOf } from '../money/cost.js';
import { formatUsd } from '../money/usd.js';
import type { Refused } from '../writer.js';
import { type CallRow, LedgerStore, type Measurement, type NewRun, type Outcome } from './ledger.store.js';
import { UsageTelemetry } from './usage-telemetry.js';

/** One call of a provider that left, whatever came of it. */
export interface Call extends Omit<CallRow, 'contentId' | 'tokens' | 'isUsageTold' | 'priceVersion' | 'costs'> {
  readonly generationId: string;
  /** What `Budgets.reserve` answered. */
  readonly reservationId: string;
  /** Null where the provider told nothing, as of a stream that was cut. */
  readonly usage: TokenUsage | null;
  /** Before it another one was made, which the server refused; nobody bills that. */
  readonly refused?: Refused;
}

/** How a run ended. What it measured of itself, where it came that far. */
export interface FinishedRun extends Outcome {
  readonly performance: Omit<Measurement, 'contentLengthChars' | 'contentLengthWords' | 'memoryUsageMb' | 'cpuPercent'>;
}

const NOTHING: TokenUsage = { input: null, output: null, cacheRead: null, cacheWrite: null, reasoning: null };
const MIB = 1024 * 1024;

/** Keeps what every run asked for, used, cost and took. */
@Injectable()
export class RunLedger {
  constructor(
    private readonly store: LedgerStore,
    private readonly budgets: Budgets,
    private readonly telemetry: UsageTelemetry,
  ) {}

  /** Its row of content_history, pending. Of one id there is one run. */
  async begin(tx: Tx, run: NewRun): Promise<{ requestId: string }> {
    const requestId = `req_${run.id.replaceAll('-', '')}`;
    await this.store.begin(tx, run, requestId);
    return { requestId };
  }

  /**
   * A row of api_usage, priced by the version with which the call was reserved, and the reservation settled. Once: repeating it changes
   * nothing. The caller holds the run, so that it does not end meanwhile.
   */
  async recordCall(tx: Tx, { generationId, reservationId, usage, refused, ...call }: Call): Promise<void> {
    const { companyId, model } = call;
    const unsettled = await this.budgets.unsettled(tx, { companyId, reservationId });
    if (!unsettled) return;
    const { price, bound } = unsettled;
    const told = credibleUsage(usage ?? NOTHING);
    const costs = costsOf(told, price?.price ?? null);
    const { input, output, cacheRead, cacheWrite, reasoning } = told;
    await this.store.record(tx, {
      ...call,
      reservationId,
      contentId: generationId,
      tokens: [input ?? 0, output ?? 0, cacheRead ?? 0, cacheWrite ?? 0, reasoning ?? 0],
      isUsageTold: input !== null && output !== null,
      priceVersion: price?.id ?? null,
      costs: TOKEN_TYPES.map((type) => costs[type]).map((cost) => (cost === null ? null : formatUsd(cost))),
    });
    if (refused) await this.store.recordRefused(tx, { companyId, reservationId }, refused);
    const cost = totalOf(costs);
    await this.budgets.settle(tx, { companyId, reservationId }, cost ?? 'unknown');
    if (cost !== null && bound !== null && cost > bound)
      tx.afterCommit(() => this.telemetry.boundExceeded({ generationId, model, cost: formatUsd(cost), bound: formatUsd(bound) }));
  }

  /** A call that surely did not leave. */
  async releaseCall(tx: Tx, place: Pick<CallRow, 'companyId' | 'reservationId'>): Promise<void> {
    await this.budgets.release(tx, place);
    await this.store.takeBack(tx, place);
  }

  /** The same for a call of which nobody knows whether it was begun; it was not made. */
  releaseOpen(tx: Tx, run: { readonly companyId: string; readonly runId: string }): Promise<void> {
    return this.budgets.releaseOpen(tx, run);
  }

  /** The calls of a run whose replica did not come back, booked in full and as interrupted; a late `recordCall` puts both right. */
  async recordInterrupted(tx: Tx, run: { readonly companyId: string; readonly runId: string }): Promise<void> {
    for (const place of await this.budgets.expireOpen(tx, run)) await this.store.recordInterrupted(tx, place);
  }

  /** The same for one call of any company whose time is over. False where there is none. */
  async expireOne(tx: Tx): Promise<boolean> {
    const place = await this.budgets.expireOne(tx);
    if (place) await this.store.recordInterrupted(tx, place);
    return place !== null;
  }

  /** Where a run ended without that: its row of content_history as one that failed. */
  endPending(tx: Tx, run: { readonly id: string; readonly companyId: string; readonly errorMessage: string | null }): Promise<void> {
    return this.store.endPending(tx, run);
  }

  /** The end of the row that `begin` made, with what its calls used, and its row of performance_metrics. */
  async finish(tx: Tx, { performance, ...outcome }: FinishedRun): Promise<void> {
    await this.store.finish(tx, outcome);
    await this.store.measure(tx, outcome.companyId, outcome.id, {
      ...performance,
      // Of the whole process, which writes other drafts at the same time.
      memoryUsageMb: Math.round((process.memoryUsage.rss() / MIB) * 100) / 100,
      cpuPercent: null,
      contentLengthChars: [...outcome.content].length,
      contentLengthWords: outcome.content.match(/\S+/g)?.length ?? 0,
    });
  }
}
