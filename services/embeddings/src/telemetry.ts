import { Injectable } from '@nestjs/common';
import { OutageLog } from '@smartcontent/bus';
import { Log, Metrics } from '@smartcontent/service';

const CATCH_UP_WORDS = {
  begun: 'contents that no event told of are not looked for',
  over: 'contents that no event told of are looked for again',
};
const OUTAGE_WORDS = { begun: 'contents cannot be indexed; they wait', over: 'contents are indexed again' };

/** One function per thing that happens: its count and its line together. */
@Injectable()
export class EmbeddingsTelemetry {
  private readonly outage: OutageLog;
  private readonly catchUpOutage: OutageLog;
  private readonly documents;
  private readonly readers;

  constructor(
    private readonly log: Log,
    metrics: Metrics,
  ) {
    this.outage = new OutageLog(log, OUTAGE_WORDS);
    this.catchUpOutage = new OutageLog(log, CATCH_UP_WORDS);
    this.documents = metrics.counter('embeddings_documents_total', 'Documents that were carried to the index, by what became of them', [
      'outcome',
    ]);
    this.readers = metrics.counter('embeddings_readers_total', 'Readers whose preferences were to be made and were not, by why', [
      'outcome',
    ]);
  }

  documentsIndexed(count: number): void {
    this.documents.inc({ outcome: 'indexed' }, count);
  }

  /** The company's endpoint failed it; its people see why at the document. */
  documentFailed({ contentId, code, message }: { readonly contentId: string; readonly code: string; readonly message: string }): void {
    this.documents.inc({ outcome: 'failed' });
    this.log.warn('document not indexed', { content_id: contentId, code, message });
  }

  /** What he likes is as old as it was; he is tried again. */
  readerFailed(userId: string, error: unknown): void {
    this.readers.inc({ outcome: 'failed' });
    this.log.warn('preferences not made', { user_id: userId, error });
  }

  /** It goes on by itself. */
  catchUpFailed(error: unknown): false {
    this.catchUpOutage.fail(error);
    return false;
  }

  caughtUp(): void {
    this.catchUpOutage.end();
  }

  roundFailed(error: unknown): void {
    this.outage.fail(error);
  }

  roundDone(): void {
    this.outage.end();
  }

  /** The next sweep takes out what this one left. */
  sweepFailed(error: unknown): void {
    this.log.warn('what nobody searches any more was not swept', { error });
  }
}
