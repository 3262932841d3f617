export interface WeighedTerms {
  /** The rarest first. */
  readonly terms: readonly string[];
  readonly weights: readonly number[];
  /** How many of them are looked for; the others are but marked in what is shown. */
  readonly asked: number;
}

/** More words than these tell nothing more about what is meant. */
const MOST_TERMS = 48;
/** So many postings are read before frequent terms are left out, where what is asked for already can add half of a score or more. */
const MOST_POSTINGS = 100_000;
const ENOUGH = 0.5;
/** What the most frequent terms can add together, as a part of what all can: less than their order by other terms is uncertain. */
const LEFT_OUT = 0.02;

/**
 * The terms of a search, the rarest first, and the weight of each: the logarithm of its rarity as BM25 has it. The rarest known one is
 * always asked for; frequent ones while few postings have been read or much of the score is missing, and something is left that they
 * could turn over.
 * @param contents how many contents hold each term; under the empty term, how many there are
 */
export function weighTerms(terms: readonly string[], contents: ReadonlyMap<string, number>): WeighedTerms {
  const all = contents.get('') ?? 0;
  const known = [...new Set(terms)].flatMap((term) => {
    const held = contents.get(term) ?? 0;
    return term === '' || held === 0 ? [] : [{ term, held, weight: Math.log(1 + Math.max(0.5, all - held + 0.5) / (held + 0.5)) }];
  });
  known.sort((a, b) => a.held - b.held || (a.term < b.term ? -1 : 1));
  const used = known.slice(0, MOST_TERMS);
  const total = used.reduce((sum, { weight }) => sum + weight, 0);
  let [postings, left] = [0, total];
  const asked = used.findIndex(({ held, weight }, place) => {
    postings += held;
    const isEnough = (postings > MOST_POSTINGS && left <= (1 - ENOUGH) * total) || left < LEFT_OUT * total;
    left -= weight;
    return place > 0 && isEnough;
  });
  return { terms: used.map(({ term }) => term), weights: used.map(({ weight }) => weight), asked: asked < 0 ? used.length : asked };
}
