import { Injectable } from '@nestjs/common';
import { AppError, type InputOf, type ListSimilarContent, type RequestContext, type SearchAnswer } from '@smartcontent/contracts';
import { companyOf } from '../company.js';
import { ContentChunks } from './content-chunks.service.js';
import { postingsOf } from './impact.js';
import type { Vector } from './question-embedder.js';
import { SearchService } from './search.service.js';

/** What a long text is about is told by its first chunks. */
const MOST_CHUNKS = 64;
/** The words that are worth most in a content are looked at, and those of them that tell most are looked for. */
const WORDS_WEIGHED = 150;
const WORDS_ASKED = 24;

/** More like this: by the words that are worth most in a content, and by the middle of its vectors where it has any yet. */
@Injectable()
export class SimilarService {
  constructor(
    private readonly contents: ContentChunks,
    private readonly searches: SearchService,
  ) {}

  async resemble(context: RequestContext, { content_id, limit }: InputOf<typeof ListSimilarContent>): Promise<SearchAnswer> {
    const companyId = companyOf(context);
    const content = await this.contents.of(context, content_id, MOST_CHUNKS);
    if (!content) throw new AppError('EMBEDDINGS_DOCUMENT_NOT_FOUND');
    const embedded = content.chunks.filter(({ vector }) => vector.length > 0);
    const model = embedded[0]?.model;
    const vectors = model ? [{ model, vector: middleOf(embedded.map(({ vector }) => vector)) }] : [];
    const texts = content.chunks.map(({ text }) => text);
    const terms = await this.tellingWords(companyId, content.title, texts);
    return this.searches.answer({ context, terms, vectors, filters: null, limit, exceptContentIds: [content_id] });
  }

  private async tellingWords(companyId: string, title: string, texts: readonly string[]) {
    const postings = postingsOf(title, texts);
    const worthMost = [...postings].sort(([, a], [, b]) => b.impact - a.impact).slice(0, WORDS_WEIGHED);
    const { terms, weights } = await this.searches.weigh(
      companyId,
      worthMost.map(([term]) => term),
    );
    const telling = terms
      .map((term, place) => ({ term, weight: weights[place] ?? 0, worth: (weights[place] ?? 0) * (postings.get(term)?.impact ?? 0) }))
      .sort((a, b) => b.worth - a.worth)
      .slice(0, WORDS_ASKED);
    return { terms: telling.map(({ term }) => term), weights: telling.map(({ weight }) => weight), asked: telling.length };
  }
}

/** The mean of some vectors, of unit length. */
function middleOf(vectors: readonly (readonly number[])[]): Vector['vector'] {
  const middle = new Float32Array(vectors[0]?.length ?? 0);
  for (const vector of vectors) for (const [place, value] of vector.entries()) middle[place] = (middle[place] ?? 0) + value;
  const length = Math.hypot(...middle) || 1;
  return middle.map((value) => value / length);
}
