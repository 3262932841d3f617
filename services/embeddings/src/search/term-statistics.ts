import { LRUCache } from 'lru-cache';
import type { SearchStore } from './search.store.js';

/** Rarities change slowly, and a search that weighs a word a little wrong is no worse. */
const KEPT_MS = 600_000;
/** Of all companies together: about 40 MB. */
const MOST_TERMS = 400_000;
/** Of one company at once. */
const MOST_LOADED = 40_000;
const MOST_OF_COMPANY = 50_000;

/**
 * How many contents hold a term, by company, remembered for ten minutes: the most frequent ones are read at its first search, the
 * others when they are first asked for. Later a search goes on with the old ones while new ones are read. That no content holds a
 * term is not remembered, or the first that does would not be found.
 */
export class TermStatistics {
  readonly #companies: LRUCache<string, Map<string, number>>;

  constructor(private readonly store: SearchStore) {
    this.#companies = new LRUCache({
      ttl: KEPT_MS,
      maxSize: MOST_TERMS,
      sizeCalculation: ({ size }) => size + 1,
      fetchMethod: (companyId) => this.store.frequentTerms(companyId, MOST_LOADED),
      allowStale: true,
      allowStaleOnFetchRejection: true,
      noDeleteOnFetchRejection: true,
    });
  }

  /** Of these terms and maybe more; under the empty term, how many contents there are. */
  async of(companyId: string, terms: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const contents = await this.#companies.forceFetch(companyId);
    const missing = ['', ...terms].filter((term) => !contents.get(term));
    if (missing.length === 0) return contents;
    const told = await this.store.contentsOf(companyId, missing);
    if (contents.size < MOST_OF_COMPANY) for (const [term, held] of told) contents.set(term, held);
    return new Map([...terms, ''].map((term) => [term, told.get(term) ?? contents.get(term) ?? 0]));
  }
}
