import { Injectable } from '@nestjs/common';
import type { EventContract } from '@smartcontent/contracts';
import { Log, Metrics } from '@smartcontent/service';

/** What this service tells about itself beside what libs/service measures anyway. */
@Injectable()
export class ContentTelemetry {
  private readonly changes;

  constructor(
    private readonly log: Log,
    metrics: Metrics,
  ) {
    this.changes = metrics.counter('smartcontent_content_changes_total', 'Committed changes of contents, by the event that tells of them', [
      'event',
    ]);
  }

  contentChanged(contract: EventContract, contentId: string, revision: number): void {
    this.changes.inc({ event: contract.subject });
    this.log.debug('content changed', { event: contract.subject, content_id: contentId, revision });
  }

  /** The cached entry may be older than the row until the event comes round. */
  cacheNotInvalidated(contentId: string): void {
    this.log.warn('the cache did not take an invalidation; the event will try again', { content_id: contentId });
  }
}
