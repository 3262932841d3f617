import { Injectable } from '@nestjs/common';
import { OutageLog } from '@smartcontent/bus';
import { Log, Metrics } from '@smartcontent/service';

/** A range that another replica closed, or that NATS was away for a moment, is soon over. */
const OUTAGE_WORDS = {
  begun: 'events of the ingest stream cannot be stored; they wait',
  over: 'events of the ingest stream are stored again',
  patienceMs: 1_000,
};

const COUNTING_WORDS = {
  begun: 'what happens with contents is not counted; it waits',
  over: 'what happens with contents is counted again',
  patienceMs: 5_000,
};

/** What this service tells about itself beside what libs/service measures anyway. */
@Injectable()
export class AnalyticsTelemetry {
  private readonly events;
  private readonly ranges;
  private readonly failures;
  private readonly epochs;
  private readonly outage: OutageLog;
  private readonly counting: OutageLog;

  constructor(
    private readonly log: Log,
    metrics: Metrics,
  ) {
    this.outage = new OutageLog(log, OUTAGE_WORDS);
    this.counting = new OutageLog(log, COUNTING_WORDS);
    this.events = metrics.counter('ingest_events_total', 'Events read from the ingest stream, by what became of them', ['outcome']);
    this.ranges = metrics.durations('ingest_range_seconds', 'From the verdict over a range of the ingest stream to its commit');
    this.failures = metrics.counter('ingest_failures_total', 'Ranges of the ingest stream that had to be tried again');
    this.epochs = metrics.counter('ingest_epochs_total', 'Times that the ingest stream was found to have lost messages');
  }

  rangeStored(counts: { stored: number; duplicate: number; dead: number }, seconds: number): void {
    for (const [outcome, count] of Object.entries(counts)) this.events.inc({ outcome }, count);
    this.ranges.observe(seconds);
    this.log.debug('range stored', { ...counts, seconds });
  }

  /** The loop goes on by itself as soon as what failed is back. */
  rangeFailed(error: unknown): void {
    this.failures.inc();
    this.outage.fail(error);
  }

  /** Nothing is left that failed. */
  rangesGoOn(): void {
    this.outage.end();
  }

  countingFailed(error: unknown): void {
    this.counting.fail(error);
  }

  countingGoesOn(): void {
    this.counting.end();
  }

  epochStarted(epoch: number, firstSequence: number): void {
    this.epochs.inc();
    this.log.warn('the ingest stream lost messages that were read before; reading on from what is left', {
      epoch,
      sequence: firstSequence,
    });
  }

  messageDead(sequence: number, reason: string): void {
    this.log.error('a message of the ingest stream cannot be stored; it is kept as a dead letter', { sequence, reason });
  }

  updateNotPublished(error: unknown): void {
    this.log.debug('nobody was told about new events', { error });
  }
}
