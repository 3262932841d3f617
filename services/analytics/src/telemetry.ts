import { Injectable } from '@nestjs/common';
import { Log, Metrics } from '@smartcontent/service';

/** What this service tells about itself beside what libs/service measures anyway. */
@Injectable()
export class AnalyticsTelemetry {
  private readonly events;
  private readonly ranges;
  private readonly failures;
  private readonly epochs;

  constructor(
    private readonly log: Log,
    metrics: Metrics,
  ) {
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
    this.log.warn('a range of the ingest stream could not be stored yet', { error });
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
