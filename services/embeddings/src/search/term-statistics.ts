import { LRUCache } from 'lru-cache';
import type { SearchStore } from './search.store.js';

/** Rarities change slowly, and a search that weighs a word a little wrong is no worse. */
const KEPT_MS = 600_000;
/** Of all companies together: about 40 MB. */
const MOST_TERMS = 400_000;
/** Of one company at once. */
const MOST_LOADED = 40_000;
const MOST_OF_COMPANY = 50_000;

/** Above this the company is another one than was counted, as after an import. */
const GROWN = 2;

/**
 * How many contents hold a term, by company, remembered for ten minutes or until it has doubled: the most frequent ones are read at
 * its first search, the others when they are first asked for. That no content holds a term is not remembered, or the first that does
 * would not be found.
 */
export class TermStatistics {
  readonly #companies: LRUCache<string, Map<string, number>>;

  constructor(private readonly store: SearchStore) {
    this.#companies = new LRUCache({
      ttl: KEPT_MS,
      maxSize: MOST_TERMS,
      sizeCalculation: ({ size }) => size + 1,
      // Whoever waits gets what is read, also where room is made meanwhile.
      ignoreFetchAbort: true,
      fetchMethod: (companyId) => this.store.frequentTerms(companyId, MOST_LOADED),
    });
  }

  /** Of these terms and maybe more; under the empty term, how many contents there are. */
  async of(companyId: string, terms: readonly string[]): Promise<ReadonlyMap<string, number>> {
    let contents = await this.#companies.forceFetch(companyId);
    const missing = terms.filter((term) => !contents.get(term));
    if (missing.length === 0) return contents;
    const told = await this.store.contentsOf(companyId, missing);
    if ((told.get('') ?? 0) > GROWN * (contents.get('') ?? 0)) {
      contents = await this.#companies.forceFetch(companyId, { forceRefresh: true });
    }
    if (contents.size < MOST_OF_COMPANY) for (const [term, held] of told) if (!contents.has(term)) contents.set(term, held);
    return new Map(['', ...terms].map((term) => [term, contents.get(term) ?? told.get(term) ?? 0]));
  }
}
