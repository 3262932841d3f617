import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '@smartcontent/database';
import { RetentionConfig } from '../config.js';
import { RetentionStore } from './retention.store.js';
import { RetentionTelemetry } from './retention-telemetry.js';
import { SummariesStore } from './summaries.store.js';

const DAY_MS = 24 * 3_600_000;

/** How many rows went which way. */
export interface PutAway {
  historyArchived: number;
  callsRolledUp: number;
  metricsRolledUp: number;
  usageDaysDropped: number;
  metricDaysDropped: number;
  partitionsDropped: number;
}

/**
 * What has had its time, of all companies. Piece by piece, each in a transaction of its own that both adds to what is kept and takes away what that was
 * made of: it may be cut short anywhere and run again, and of several at once one works.
 */
@Injectable()
export class RetentionService {
  constructor(
    private readonly database: Database,
    private readonly config: RetentionConfig,
    private readonly store: RetentionStore,
    private readonly summaries: SummariesStore,
    private readonly telemetry: RetentionTelemetry,
  ) {}

  /** Everything older than its time at `now`, until it is done, another replica is at it, or the signal says stop. */
  async putAway(now: Date, signal?: AbortSignal): Promise<PutAway> {
    const { historyDays, usageDays, usageSummaryDays, metricsDays, metricsSummaryDays } = this.config;
    const before = (days: number) => midnight(now, days);
    const all = (piece: (tx: Tx) => Promise<number>) => this.#all(piece, signal);
    const done: PutAway = {
      // Usage before history: of a run that is in the archive the search for its kind takes a step more.
      callsRolledUp: await all((tx) => this.summaries.rollUpCalls(tx, before(usageDays))),
      metricsRolledUp: await all((tx) => this.summaries.rollUpMetrics(tx, before(metricsDays))),
      historyArchived: await all((tx) => this.store.archive(tx, before(historyDays))),
      usageDaysDropped: await all((tx) => this.store.dropDays(tx, 'api_usage_daily', before(usageDays + usageSummaryDays))),
      metricDaysDropped: await all((tx) => this.store.dropDays(tx, 'performance_metrics_daily', before(metricsDays + metricsSummaryDays))),
      partitionsDropped: await all(async (tx) =>
        Number(Boolean(await this.store.dropPartition(tx, before(historyDays), before(usageDays)))),
      ),
    };
    this.telemetry.putAway(done);
    return done;
  }

  async #all(piece: (tx: Tx) => Promise<number>, signal: AbortSignal | undefined): Promise<number> {
    let total = 0;
    for (let rows = 1; rows > 0 && !signal?.aborted; total += rows)
      rows = await this.database.withSystem('usage that has had its time', async (tx) => ((await this.store.isAlone(tx)) ? piece(tx) : 0));
    return total;
  }
}

/** Only whole days of UTC go: so a report over days is right whether its days are rolled up or not. */
function midnight(now: Date, daysAgo: number): string {
  return new Date(Math.floor(now.getTime() / DAY_MS - daysAgo) * DAY_MS).toISOString();
}
