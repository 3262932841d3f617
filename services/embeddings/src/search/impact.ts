import { termsOf } from '../text/tokenizer.js';

// Robertson & Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond (2009), with their usual constants.
const K1 = 1.2;
const B = 0.75;
/** A fixed length instead of the company's average: what a term is worth never has to be written again. */
const USUAL_TERMS = 1_500;
/** A word of the title counts like so many of the text. */
const TITLE_WEIGHT = 20;
/** So that a byte holds what a term is worth, in steps of less than half a per cent. */
const MOST = 255;

export interface Posting {
  /** BM25's part of this content, without the rarity of the term: 1 to 255. */
  readonly impact: number;
  /** The chunk that holds most of it; the first where only the title does. */
  readonly chunk: number;
}

/** What each term of a content is worth, and where it is. */
export function postingsOf(title: string, chunks: readonly string[]): Map<string, Posting> {
  const found = new Map<string, { count: number; most: number; chunk: number }>();
  let length = 0;
  for (const [chunk, text] of chunks.entries()) {
    const terms = termsOf(text);
    length += terms.length;
    for (const [term, count] of countsOf(terms)) {
      const before = found.get(term) ?? { count: 0, most: 0, chunk };
      const isMore = count > before.most;
      found.set(term, { count: before.count + count, most: isMore ? count : before.most, chunk: isMore ? chunk : before.chunk });
    }
  }
  for (const term of new Set(termsOf(title))) {
    const before = found.get(term) ?? { count: 0, most: 0, chunk: 0 };
    found.set(term, { ...before, count: before.count + TITLE_WEIGHT });
  }
  const weight = K1 * (1 - B + (B * length) / USUAL_TERMS);
  return new Map(
    Array.from(found, ([term, { count, chunk }]) => [term, { impact: Math.max(1, Math.round((MOST * count) / (count + weight))), chunk }]),
  );
}

function countsOf(terms: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}
