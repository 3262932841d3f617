import { join } from 'node:path';
import { ClickHouse, migrateClickHouse } from '@smartcontent/clickhouse';
import type { RequestContext } from '@smartcontent/contracts';
import type { Database } from '@smartcontent/database';
import { type Embedder, OFFLINE } from '../embedder.js';
import type { Embedders } from '../embedders/embedders.service.js';
import type { IndexedDocument } from '../indexed-document.js';
import { chunkText, embeddedText } from '../text/chunk-text.js';
import { LiveContentsStore } from './live-contents.store.js';
import { QuestionEmbedder } from './question-embedder.js';
import { OFFLINE_CHANCE, SearchService } from './search.service.js';
import { SearchStore } from './search.store.js';
import { SearchIndex } from './search-index.service.js';
import { SearchIndexStore } from './search-index.store.js';

export type { IndexedDocument } from '../indexed-document.js';

/** The search without the service around it, for benchmarks: on its two stores alone, with the offline embedder. */
export interface BareSearch extends AsyncDisposable {
  /** Writes documents of the context's company, which can be found once it returns. */
  write(context: RequestContext, documents: readonly IndexedDocument[]): Promise<void>;
  readonly search: SearchService;
  readonly clickhouse: ClickHouse;
  readonly embedder: Embedder;
  /** What is less similar by its vectors is not found. */
  readonly leastSimilarity: number;
  /** Cuts and embeds a text as the indexing does. */
  documentOf(about: Pick<IndexedDocument, 'companyId' | 'contentId' | 'title'> & { readonly text: string }): Promise<IndexedDocument>;
}

/** Makes the tables of ClickHouse where they are missing; those of Postgres are there. */
export async function openSearch(url: string, database: Database): Promise<BareSearch> {
  await migrateClickHouse(url, join(import.meta.dirname, '..', '..', 'clickhouse'));
  const clickhouse = await ClickHouse.open(url);
  const embedders = { answering: async () => OFFLINE, wanted: async () => OFFLINE } as unknown as Embedders;
  const live = new LiveContentsStore(database);
  const index = new SearchIndex(new SearchIndexStore(clickhouse), live);
  return {
    write: async (context, documents) => {
      const written = await index.write(documents);
      await database.withTenant(context, (tx) => index.show(tx, written));
    },
    search: new SearchService(new SearchStore(clickhouse), live, new QuestionEmbedder(embedders)),
    clickhouse,
    embedder: OFFLINE,
    leastSimilarity: OFFLINE_CHANCE,
    documentOf,
    [Symbol.asyncDispose]: () => clickhouse.close(),
  };
}

async function documentOf({ text, ...about }: Parameters<BareSearch['documentOf']>[0]): Promise<IndexedDocument> {
  const chunks = chunkText(text);
  const vectors = await OFFLINE.embed(chunks.map((chunk) => embeddedText(about.title, chunk.text)));
  return {
    ...about,
    revision: 1,
    metadata: LITTLE_SAID,
    model: OFFLINE.model,
    chunks: chunks.map((chunk, place) => ({ ...chunk, vector: vectors[place] ?? new Float32Array() })),
  };
}

const LITTLE_SAID = {
  userId: null,
  contentType: null,
  platform: null,
  status: null,
  topics: [],
  createdAt: new Date('2026-01-01'),
  updatedAt: null,
  publishedAt: null,
  qualityScore: null,
};
