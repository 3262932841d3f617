import { Injectable } from '@nestjs/common';
import type { RequestContext } from '@smartcontent/contracts';
import { Database } from '@smartcontent/database';
import { Fingerprints } from '../duplicates/fingerprints.service.js';
import type { IndexedDocument } from '../indexed-document.js';
import { SearchIndex } from '../search/search-index.service.js';
import { EmbeddingsTelemetry } from '../telemetry.js';
import type { DocumentText } from './document-text.js';
import { type ClaimedDocument, type Failed, IndexQueueStore } from './index-queue.store.js';

/** A document with its vectors, beside what it says. */
export interface ReadyDocument {
  readonly text: DocumentText;
  readonly indexed: IndexedDocument;
}

/** ClickHouse takes documents first, then Postgres notes that it has: whatever fails in between, they go in once more, which changes nothing there. */
@Injectable()
export class IndexKeeper {
  constructor(
    private readonly database: Database,
    private readonly queue: IndexQueueStore,
    private readonly index: SearchIndex,
    private readonly fingerprints: Fingerprints,
    private readonly telemetry: EmbeddingsTelemetry,
  ) {}

  async keep(token: string, documents: readonly ReadyDocument[], context: RequestContext): Promise<void> {
    if (documents.length === 0) return;
    await this.index.write(documents.map(({ indexed }) => indexed));
    await this.database.withTenant(context, async (tx) => {
      const done = documents.map(({ text, indexed: { contentId, model, chunks } }) => ({
        contentId,
        revision: text.revision,
        model,
        chunks: chunks.length,
      }));
      const marked = new Set(await this.queue.markIndexed(tx, token, done));
      for (const { text, indexed } of documents) {
        const { companyId, contentId, title } = indexed;
        if (marked.has(contentId)) await this.fingerprints.keep(tx, { companyId, contentId, title, text: text.text });
      }
    });
    this.telemetry.documentsIndexed(documents.length);
  }

  /** `isNews`: nobody told yet that it does not exist any more; its next event would have the next revision. */
  async bury(token: string, documents: readonly ClaimedDocument[], isNews: boolean, context: RequestContext): Promise<void> {
    const [first] = documents;
    if (!first) return;
    const gone = documents.map(({ content_id, revision, base_revision }) => ({
      contentId: content_id,
      revision: revision + (isNews ? 1 : 0),
      base: base_revision,
    }));
    const companyId = first.company_id;
    await this.index.tombstone(gone.map(({ contentId, revision, base }) => ({ companyId, contentId, revision: base + revision })));
    await this.database.withTenant(context, async (tx) => {
      await this.queue.markGone(tx, token, gone);
      const ids = gone.map(({ contentId }) => contentId);
      await this.fingerprints.drop(tx, companyId, ids);
    });
  }

  async fail(token: string, failed: readonly Failed[], context: RequestContext): Promise<void> {
    if (failed.length === 0) return;
    await this.database.withTenant(context, (tx) => this.queue.markFailed(tx, token, failed));
    for (const each of failed) this.telemetry.documentFailed(each);
  }
}
