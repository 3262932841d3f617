import { Injectable } from '@nestjs/common';
import { OutageLog } from '@smartcontent/bus';
import { Log, Metrics } from '@smartcontent/service';
import type { StoredRun } from './run-columns.js';

const OUTAGE_WORDS = { begun: 'runs that are due cannot be claimed; they wait', over: 'runs that are due are claimed again' };

/** One function per thing that happens: its count and its line together. */
@Injectable()
export class GenerationTelemetry {
  private readonly outage: OutageLog;

  constructor(
    private readonly log: Log,
    private readonly metrics: Metrics,
  ) {
    this.outage = new OutageLog(log, OUTAGE_WORDS);
  }

  runEnded({ id, status, model, attempts, error_code }: StoredRun): void {
    this.metrics.counter('generation_runs_total', 'Runs by how they ended', ['status']).inc({ status });
    this.log.info('run ended', { generation_id: id, status, model, attempts, error_code });
  }

  /** The next attempt comes by itself. */
  attemptFailed({ id, model }: StoredRun, reason: string): void {
    this.metrics.counter('generation_attempts_failed_total', 'Attempts that brought no draft, by why', ['reason']).inc({ reason });
    this.log.info('attempt failed', { generation_id: id, model, reason });
  }

  /** Cancelled, or taken over by another replica while this one was slow; what the call cost is booked all the same. */
  leaseLost(runId: string): void {
    this.metrics.counter('generation_leases_lost_total', 'Calls whose run was no longer theirs').inc();
    this.log.info('lease lost', { generation_id: runId });
  }

  /** Something that is nobody's to expect: the attempt ends, and somebody has to look why. */
  attemptBroke(runId: string, error: unknown): void {
    this.metrics.counter('generation_attempts_broken_total', 'Attempts that ended with an error that nothing expects').inc();
    this.log.error('an attempt broke', { generation_id: runId, error });
  }

  /** The run stays claimed; when its lease ends somebody takes it over. */
  writingFailed(runId: string, error: unknown): void {
    this.metrics.counter('generation_writings_failed_total', 'Attempts whose outcome could not be kept, since the store was away').inc();
    this.log.warn('writing failed', { generation_id: runId, error: String(error) });
  }

  /** Looked at again some seconds later; without a run, where none could be looked for. */
  costsNotClosed(error: unknown, runId?: string): void {
    this.metrics.counter('generation_costs_not_closed_total', 'Times that the books of a run could not be closed after its end').inc();
    this.log.warn('books were not closed', { ...(runId && { generation_id: runId }), error: String(error) });
  }

  roundFailed(error: unknown): void {
    this.outage.fail(error);
  }

  roundDone(): void {
    this.outage.end();
  }
}
