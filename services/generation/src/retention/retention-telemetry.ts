import { Injectable } from '@nestjs/common';
import { Log, Metrics } from '@smartcontent/service';
import type { PutAway } from './retention.service.js';

@Injectable()
export class RetentionTelemetry {
  constructor(
    private readonly log: Log,
    private readonly metrics: Metrics,
  ) {}

  putAway(done: PutAway): void {
    if (Object.values(done).every((count) => count === 0)) return;
    const { historyArchived, callsRolledUp, metricsRolledUp, usageDaysDropped, metricDaysDropped, partitionsDropped } = done;
    const rows = { content_history: historyArchived, api_usage: callsRolledUp, performance_metrics: metricsRolledUp };
    const days = { api_usage_daily: usageDaysDropped, performance_metrics_daily: metricDaysDropped };
    const counter = this.metrics.counter('generation_rows_put_away_total', 'Rows of usage that were archived, rolled up or deleted', [
      'table',
    ]);
    for (const [table, count] of Object.entries({ ...rows, ...days })) counter.inc({ table }, count);
    this.log.info('usage that had its time was put away', {
      rows_put_away: rows,
      days_dropped: days,
      partitions_dropped: partitionsDropped,
    });
  }

  /** Nothing is lost and nothing counted twice: it stays where it is. */
  putAwayFailed(error: unknown): void {
    this.log.warn('putting old usage away failed and is tried again', { error });
  }
}
