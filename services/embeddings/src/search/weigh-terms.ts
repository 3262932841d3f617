export interface WeighedTerms {
  readonly terms: readonly string[];
  readonly weights: readonly number[];
}

/** More words than these tell nothing more about what is meant. */
const MOST_TERMS = 48;
/** So many postings of frequent terms are read where rarer ones are there already. */
const MOST_POSTINGS = 150_000;

/**
 * The terms that a search reads, the rarest first, and the weight of each: the logarithm of its rarity as BM25 has it. The rarest
 * known one is always read, frequent ones only while few postings have been; so a search costs the same for any text.
 * @param contents how many contents hold each term; under the empty term, how many there are
 */
export function weighTerms(terms: readonly string[], contents: ReadonlyMap<string, number>): WeighedTerms {
  const all = contents.get('') ?? 0;
  const known = [...new Set(terms)].flatMap((term) => {
    const held = contents.get(term) ?? 0;
    return term === '' || held === 0 ? [] : [{ term, held }];
  });
  known.sort((a, b) => a.held - b.held || (a.term < b.term ? -1 : 1));
  let postings = 0;
  const read = known.slice(0, MOST_TERMS).filter(({ held }, place) => {
    postings += held;
    return place === 0 || postings <= MOST_POSTINGS;
  });
  return {
    terms: read.map(({ term }) => term),
    weights: read.map(({ held }) => Math.log(1 + Math.max(0.5, all - held + 0.5) / (held + 0.5))),
  };
}
