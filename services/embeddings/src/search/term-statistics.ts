/** Rarities change slowly, and a search that weighs a word a little wrong is no worse. */
const KEPT_MS = 600_000;
const MOST_COMPANIES = 1_000;
const MOST_TERMS = 20_000;

interface Kept {
  readonly until: number;
  readonly contents: Map<string, number>;
}

/** Asks of one company how many contents hold each of some terms; those of the empty term are all. */
type Ask = (terms: readonly string[]) => Promise<ReadonlyMap<string, number>>;

/** How many contents hold a term, by company, remembered for ten minutes; that none does is not, or the first that does would not be found. */
export class TermStatistics {
  readonly #companies = new Map<string, Kept>();

  async of(companyId: string, terms: readonly string[], ask: Ask): Promise<ReadonlyMap<string, number>> {
    const { contents } = this.#keptOf(companyId);
    const missing = ['', ...terms].filter((term) => !contents.get(term));
    if (missing.length === 0) return contents;
    const told = await ask(missing);
    for (const term of missing) contents.set(term, told.get(term) ?? 0);
    return contents;
  }

  #keptOf(companyId: string): Kept {
    const now = performance.now();
    const kept = this.#companies.get(companyId);
    if (kept && kept.until > now && kept.contents.size < MOST_TERMS) return kept;
    if (this.#companies.size >= MOST_COMPANIES) this.#companies.clear();
    const fresh = { until: now + KEPT_MS, contents: new Map<string, number>() };
    this.#companies.set(companyId, fresh);
    return fresh;
  }
}
