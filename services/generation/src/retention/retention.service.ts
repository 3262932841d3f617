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

  /** Everything older than its time at `now`, until it is done, another replica is at it, or the signal says stop. Tells what it did, also where it fails. */
  async putAway(now: Date, signal?: AbortSignal): Promise<PutAway> {
    const { history, usage, usageSummary, metrics, metricsSummary } = this.config.days;
    const before = (days: number) => midnight(now, days);
    const { store, summaries } = this;
    const pieces: Readonly<Record<keyof PutAway, (tx: Tx) => Promise<number>>> = {
      callsRolledUp: (tx) => summaries.rollUpCalls(tx, before(usage)),
      metricsRolledUp: (tx) => summaries.rollUpMetrics(tx, before(metrics)),
      historyArchived: (tx) => store.archive(tx, before(history)),
      usageDaysDropped: (tx) => store.dropDays(tx, 'api_usage_daily', before(usage + usageSummary)),
      metricDaysDropped: (tx) => store.dropDays(tx, 'performance_metrics_daily', before(metrics + metricsSummary)),
      partitionsDropped: async (tx) => ((await store.dropPartition(tx, before(history), before(usage))) === null ? 0 : 1),
    };
    const done: PutAway = {
      callsRolledUp: 0,
      metricsRolledUp: 0,
      historyArchived: 0,
      usageDaysDropped: 0,
      metricDaysDropped: 0,
      partitionsDropped: 0,
    };
    try {
      for (const kind of Object.keys(pieces) as (keyof PutAway)[])
        for (let rows = 1; rows > 0 && !signal?.aborted; done[kind] += rows) rows = await this.#alone(pieces[kind]);
    } finally {
      this.telemetry.putAway(done);
    }
    return done;
  }

  /** Nothing where somebody else is at it. */
  #alone(piece: (tx: Tx) => Promise<number>): Promise<number> {
    return this.database.withSystem('usage that has had its time', async (tx) => ((await this.store.isAlone(tx)) ? piece(tx) : 0));
  }
}

/** Only whole days of UTC go: so a report over days is right whether its days are rolled up or not. */
function midnight(now: Date, daysAgo: number): string {
  return new Date(Math.floor(now.getTime() / DAY_MS - daysAgo) * DAY_MS).toISOString();
}
