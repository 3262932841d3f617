import { randomUUID } from 'node:crypto';
import type { DocumentMetadata, IndexedDocument } from '../src/indexed-document.js';
import { chunkText, embeddedText } from '../src/text/chunk-text.js';
import { embedOffline, OFFLINE_MODEL } from '../src/text/offline-embedder.js';

interface Said {
  readonly companyId?: string;
  readonly contentId?: string;
  readonly revision?: number;
  readonly title?: string;
  readonly text?: string;
  readonly metadata?: Partial<DocumentMetadata>;
}

/** A content as the indexing would hand it over, of a company of its own unless told. */
export function documentOf(said: Said): IndexedDocument {
  const { companyId = randomUUID(), contentId = randomUUID(), revision = 1, title = 'A title', text = 'Some text.' } = said;
  const chunks = chunkText(text);
  const vectors = embedOffline(chunks.map((chunk) => embeddedText(title, chunk.text)));
  return {
    companyId,
    contentId,
    revision,
    title,
    metadata: { ...NOTHING_SAID, ...said.metadata },
    model: OFFLINE_MODEL,
    chunks: chunks.map((chunk, place) => ({ ...chunk, vector: vectors[place] ?? new Float32Array() })),
  };
}

const NOTHING_SAID: DocumentMetadata = {
  userId: null,
  contentType: null,
  platform: null,
  status: null,
  topics: [],
  createdAt: null,
  updatedAt: null,
  publishedAt: null,
  qualityScore: null,
};
