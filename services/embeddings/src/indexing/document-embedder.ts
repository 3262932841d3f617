import { Injectable } from '@nestjs/common';
import { type Embedder, OFFLINE } from '../embedder.js';
import type { IndexedDocument } from '../indexed-document.js';
import { chunkText, embeddedText } from '../text/chunk-text.js';
import type { DocumentText } from './document-text.js';
import { KeptVectors } from './kept-vectors.view.js';

/** One request to an endpoint carries no more. */
const MAX_TEXTS = 64;

/** Cuts a text into chunks and gives each its vector. */
@Injectable()
export class DocumentEmbedder {
  constructor(private readonly kept: KeptVectors) {}

  /** @throws whatever the embedder throws; then nothing of the document is indexed */
  async embed(
    { document, revision, title, text, metadata }: DocumentText,
    embedder: Embedder,
    signal: AbortSignal,
  ): Promise<IndexedDocument> {
    const { company_id: companyId, content_id: contentId } = document;
    const chunks = chunkText(text).filter((chunk) => embeddedText(title, chunk.text).trim() !== '');
    const texts = chunks.map((chunk) => embeddedText(title, chunk.text));
    // An endpoint is paid by the text, and most changes are of a status or of one paragraph; the offline one is as fast as looking.
    const vectors = embedder === OFFLINE ? new Map<string, Float32Array>() : await this.kept.of(companyId, contentId, embedder.model);
    const missing = [...new Set(texts)].filter((each) => !vectors.has(each));
    for (let start = 0; start < missing.length; start += MAX_TEXTS) {
      const asked = missing.slice(start, start + MAX_TEXTS);
      const made = await embedder.embed(asked, signal);
      for (const [place, each] of asked.entries()) vectors.set(each, made[place] as Float32Array);
    }
    return {
      companyId,
      contentId,
      revision: document.base_revision + revision,
      claims: document.claims,
      title,
      metadata,
      model: embedder.model,
      chunks: chunks.map((chunk, place) => ({ ...chunk, vector: vectors.get(texts[place] ?? '') as Float32Array })),
    };
  }
}
