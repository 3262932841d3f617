import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { AuditEnds } from '@smartcontent/bus';
import { AppError } from '@smartcontent/contracts';
import { AuditChain, AuditEndsKeeper, type Database, type Lease, LeaseStore } from '@smartcontent/database';
import type { Log } from './log.js';
import type { Metrics } from './metrics.js';

/** Keeps the replicas from doing the same work twice; two at once would do no harm. */
const LEASE = { name: 'audit', seconds: 15 };
const RENEW_MS = 5_000;
const LOOK_MS = 1_000;
/** Each end is a message that the broker syncs, so a chain that grows all the time has one in a while. */
const ENDS_MS = 10_000;
/** Another master key may be there by then. */
const STUCK_MS = 10 * 60_000;

export interface ChainAuditOptions {
  readonly database: Database;
  readonly ends: AuditEnds;
  readonly log: Log;
  readonly metrics: Metrics;
}

/**
 * Looks each second for audit rows that have no place in their company's chain, in one replica of the service, and brings the ends of the
 * chains to the broker.
 */
export class ChainAuditJob {
  readonly #options: ChainAuditOptions;
  readonly #chain: AuditChain;
  readonly #keeper: AuditEndsKeeper;
  readonly #leases: LeaseStore;
  readonly #holder = randomUUID();
  readonly #stop = new AbortController();
  #lease: Lease | undefined;
  #renewAtMs = 0;
  #keepEndsAtMs = 0;
  #retryStuckAtMs = performance.now() + STUCK_MS;
  #isReported = false;
  #ended: Promise<void> = Promise.resolve();

  constructor(options: ChainAuditOptions) {
    const { database, ends, log } = options;
    this.#options = options;
    this.#leases = new LeaseStore(database, LEASE);
    this.#chain = new AuditChain({
      database,
      onStuck: (companyId, error) =>
        log.error('the audit log of a company is not chained: its key does not open, or its chain is broken', {
          company_id: companyId,
          error,
        }),
    });
    this.#keeper = new AuditEndsKeeper({
      database,
      ends,
      onBroken: (companyId, kept) =>
        log.error('the audit log of a company was shortened or changed: verify it', { company_id: companyId, kept }),
    });
  }

  start(): void {
    this.#ended = this.#run();
  }

  /** Finishes the piece under way. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#ended;
    if (this.#lease) await this.#leases.release(this.#lease).catch(() => {});
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      const isMore = await this.#look().catch((error: unknown) => this.#report(error));
      if (!isMore) await delay(LOOK_MS, undefined, { signal }).catch(() => {});
    }
  }

  async #look(): Promise<boolean> {
    const nowMs = performance.now();
    if (nowMs >= this.#renewAtMs) {
      await this.#hold();
      this.#renewAtMs = nowMs + RENEW_MS;
    }
    if (!this.#lease) return false;
    if (nowMs >= this.#retryStuckAtMs) {
      this.#chain.forgetStuck();
      this.#retryStuckAtMs = nowMs + STUCK_MS;
    }
    const { chained, companies, isMore } = await this.#chain.advance();
    this.#keeper.note(companies);
    this.#options.metrics.counter('smartcontent_audit_rows_chained_total', 'Audit rows that got their place in a chain').inc(chained);
    if (nowMs >= this.#keepEndsAtMs) {
      this.#keepEndsAtMs = nowMs + ENDS_MS;
      await this.#keeper.keepEnds();
    }
    this.#isReported = false;
    return isMore && chained > 0;
  }

  async #hold(): Promise<void> {
    const renewed = this.#lease && (await this.#leases.renew(this.#lease));
    this.#lease = renewed ?? (await this.#leases.take(this.#holder));
    // The holder before may have had no time for all of it.
    if (!renewed) this.#keeper.lookBack();
  }

  /** Once for as long as it lasts; of a store that is away others tell. */
  #report(error: unknown): false {
    const isAway = error instanceof AppError && error.isRetryable;
    if (!this.#isReported && !isAway) this.#options.log.error('the audit log cannot be chained', { error });
    this.#isReported ||= !isAway;
    this.#renewAtMs = 0;
    return false;
  }
}
