import { Injectable } from '@nestjs/common';
import type { Embedder } from '../embedders/embedders.service.js';
import type { IndexedDocument } from '../search/indexed-document.js';
import { chunkText, embeddedText } from '../text/chunk-text.js';
import type { DocumentText } from './document-text.js';

/** One request to an endpoint carries no more. */
const MAX_TEXTS = 64;

/** Cuts a text into chunks and gives each its vector. */
@Injectable()
export class DocumentEmbedder {
  /** @throws whatever the embedder throws; then nothing of the document is indexed */
  async embed(
    { document, revision, title, text, metadata }: DocumentText,
    embedder: Embedder,
    signal: AbortSignal,
  ): Promise<IndexedDocument> {
    const chunks = chunkText(text).filter((chunk) => embeddedText(title, chunk.text).trim() !== '');
    const vectors: Float32Array[] = [];
    for (let start = 0; start < chunks.length; start += MAX_TEXTS) {
      const texts = chunks.slice(start, start + MAX_TEXTS).map((chunk) => embeddedText(title, chunk.text));
      vectors.push(...(await embedder.embed(texts, signal)));
    }
    return {
      companyId: document.company_id,
      contentId: document.content_id,
      revision: document.base_revision + revision,
      title,
      metadata,
      model: embedder.model,
      chunks: chunks.map((chunk, place) => ({ ...chunk, vector: vectors[place] as Float32Array })),
    };
  }
}
