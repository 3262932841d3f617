import { Injectable } from '@nestjs/common';
import { isRowsRefused } from '@smartcontent/clickhouse';
import type { RequestContext } from '@smartcontent/contracts';
import { Database, isRowRefused, type Tx } from '@smartcontent/database';
import { Fingerprints } from '../duplicates/fingerprints.service.js';
import type { IndexedDocument } from '../indexed-document.js';
import { SearchIndex, type Written } from '../search/search-index.service.js';
import { EmbeddingsTelemetry } from '../telemetry.js';
import type { DocumentText } from './document-text.js';
import { type ClaimedDocument, type Failed, IndexQueueStore, type Lease } from './index-queue.store.js';

/** A document with its vectors, beside what it says. */
export interface ReadyDocument {
  readonly text: DocumentText;
  readonly indexed: IndexedDocument;
}

/** Only a version that reads texts in another way would help. */
const REFUSED = {
  code: 'EMBEDDINGS_DOCUMENT_REFUSED',
  message: 'The index refuses what this document says.',
  againInSeconds: 600,
  wasTried: true,
};

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

  async keep(lease: Lease, ready: readonly ReadyDocument[], context: RequestContext): Promise<void> {
    const { written, refused } = await this.#write(ready);
    const documents = ready.filter((each) => !refused.includes(each));
    const unnoted = await allOrEach(documents, isRowRefused, (some) =>
      this.database.withTenant(context, async (tx) => {
        const done = some.map(({ text, indexed: { contentId, model, chunks } }) => ({
          contentId,
          revision: text.revision,
          model,
          chunks: chunks.length,
        }));
        await this.#show(tx, some, written, await this.queue.markIndexed(tx, lease, done));
      }),
    );
    this.telemetry.documentsIndexed(documents.length - unnoted.length);
    await this.#refuse(
      lease,
      [...refused, ...unnoted].map(({ indexed }) => indexed),
      context,
    );
  }

  /** `isNews`: nobody told yet that it does not exist any more; its next event would have the next revision. */
  async bury(lease: Lease, documents: readonly ClaimedDocument[], isNews: boolean, context: RequestContext): Promise<void> {
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
      // What came back meanwhile is indexed with its fingerprint by whoever holds it now.
      const ids = await this.queue.markGone(tx, lease, gone);
      await this.index.hide(tx, companyId, ids);
      await this.fingerprints.drop(tx, companyId, ids);
    });
  }

  /** `wordsOnly` are those of them that are found by their words till then, so that nobody finds what their former text said. */
  async fail(lease: Lease, failed: readonly Failed[], wordsOnly: readonly ReadyDocument[], context: RequestContext): Promise<void> {
    if (failed.length === 0) return;
    const { written } = await this.#write(wordsOnly);
    const refused = await allOrEach(failed, isRowRefused, (some) =>
      this.database.withTenant(context, async (tx) => {
        await this.#show(tx, wordsOnly, written, await this.queue.markFailed(tx, lease, some));
      }),
    );
    for (const each of failed.filter((one) => !refused.includes(one))) this.telemetry.documentFailed(each);
    await this.#refuse(lease, refused, context);
  }

  async #refuse(lease: Lease, documents: readonly { readonly contentId: string }[], context: RequestContext): Promise<void> {
    if (documents.length === 0) return;
    const failed = documents.map(({ contentId }) => ({ contentId, ...REFUSED }));
    await this.database.withTenant(context, (tx) => this.queue.markFailed(tx, lease, failed));
    for (const each of failed) this.telemetry.documentFailed(each);
  }

  /** What was written of those that are still the lease's. */
  async #show(tx: Tx, ready: readonly ReadyDocument[], written: readonly Written[], marked: readonly string[]): Promise<void> {
    const shown = written.filter(({ document }) => marked.includes(document.contentId));
    await this.index.show(tx, shown);
    for (const { document } of shown) {
      const { companyId, contentId, title } = document;
      const text = ready.find(({ indexed }) => indexed === document)?.text.text ?? '';
      await this.fingerprints.keep(tx, { companyId, contentId, title, text });
    }
  }

  async #write(ready: readonly ReadyDocument[]): Promise<{ written: readonly Written[]; refused: readonly ReadyDocument[] }> {
    const written: Written[] = [];
    const refused = await allOrEach(ready, isRowsRefused, async (some) => {
      written.push(...(await this.index.write(some.map(({ indexed }) => indexed))));
    });
    return { written, refused };
  }
}

/** One by one where a store refuses the rows of all: most of them are sound. Answers those that it refuses alone too. */
async function allOrEach<T>(
  items: readonly T[],
  isRefused: (error: unknown) => boolean,
  work: (items: readonly T[]) => Promise<void>,
): Promise<readonly T[]> {
  if (items.length === 0) return [];
  try {
    await work(items);
    return [];
  } catch (error) {
    if (!isRefused(error)) throw error;
    if (items.length === 1) return items;
  }
  const refused: T[] = [];
  for (const item of items) refused.push(...(await allOrEach([item], isRefused, work)));
  return refused;
}
