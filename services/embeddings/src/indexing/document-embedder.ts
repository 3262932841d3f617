import { Injectable } from '@nestjs/common';
import type { RequestContext } from '@smartcontent/contracts';
import { companyOf } from '../company.js';
import { type Embedder, OFFLINE } from '../embedder.js';
import type { IndexedDocument } from '../indexed-document.js';
import { SearchIndex } from '../search/search-index.service.js';
import { chunkText, embeddedText } from '../text/chunk-text.js';
import type { DocumentText } from './document-text.js';
import type { ReadyDocument } from './index-keeper.js';
import { KeptVectors } from './kept-vectors.view.js';

/** One request to an endpoint carries no more. */
const MAX_TEXTS = 64;
const NO_VECTOR = new Float32Array();

/** Cuts a text into chunks and gives each its vector. */
@Injectable()
export class DocumentEmbedder {
  constructor(
    private readonly kept: KeptVectors,
    private readonly index: SearchIndex,
  ) {}

  /** @throws whatever the embedder throws; its words can be indexed then, see `withoutNewVectors` */
  async embed(context: RequestContext, text: DocumentText, embedder: Embedder, signal: AbortSignal): Promise<IndexedDocument> {
    const chunks = chunksOf(text);
    // An endpoint is paid by the text, and most changes are of a status or of one paragraph; the offline one is as fast as looking.
    const vectors = embedder === OFFLINE ? new Map<string, Float32Array>() : await this.#keptOf(context, text, embedder.model);
    const missing = [...new Set(chunks.map(({ embedded }) => embedded))].filter((each) => !vectors.has(each));
    for (let start = 0; start < missing.length; start += MAX_TEXTS) {
      const asked = missing.slice(start, start + MAX_TEXTS);
      const made = await embedder.embed(asked, signal);
      for (const [place, each] of asked.entries()) vectors.set(each, made[place] as Float32Array);
    }
    return documentOf(text, embedder.model, vectors);
  }

  /**
   * Texts whose new vectors cannot be made yet, with those alone that the index has; of texts that are newer than what it has. Others
   * stay as they are: their words are there, and vectors of a former embedder may be.
   */
  async withoutNewVectors(context: RequestContext, texts: readonly DocumentText[], model: string): Promise<ReadyDocument[]> {
    if (texts.length === 0) return [];
    const held = await this.index.revisions(
      companyOf(context),
      texts.map(({ document }) => document.content_id),
    );
    const shown = await this.index.shown(
      context,
      Array.from(held.values(), ({ write }) => write),
    );
    const ready: ReadyDocument[] = [];
    for (const text of texts) {
      const there = held.get(text.document.content_id);
      // A write that nobody was told of yet is made again.
      if (there && there.revision >= revisionOf(text) && (there.is_deleted || shown.has(there.write))) continue;
      ready.push({ text, indexed: documentOf(text, model, await this.#keptOf(context, text, model)) });
    }
    return ready;
  }

  #keptOf(context: RequestContext, { document }: DocumentText, model: string): Promise<Map<string, Float32Array>> {
    return this.kept.of(context, document.content_id, model);
  }
}

/** The pieces of a text, and what of each is embedded. */
function chunksOf({ title, text }: DocumentText) {
  return chunkText(text)
    .map((chunk) => ({ ...chunk, embedded: embeddedText(title, chunk.text) }))
    .filter(({ embedded }) => embedded.trim() !== '');
}

function documentOf(text: DocumentText, model: string, vectors: ReadonlyMap<string, Float32Array>): IndexedDocument {
  const { document, title, metadata } = text;
  return {
    companyId: document.company_id,
    contentId: document.content_id,
    revision: revisionOf(text),
    claims: document.claims,
    title,
    metadata,
    model,
    chunks: chunksOf(text).map(({ embedded, ...chunk }) => ({ ...chunk, vector: vectors.get(embedded) ?? NO_VECTOR })),
  };
}

function revisionOf({ document, revision }: DocumentText): number {
  return document.base_revision + revision;
}
