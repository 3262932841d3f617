/** One way of searching: what it found, best first, and how much it counts. */
export interface Ranking {
  readonly weight: number;
  readonly ids: readonly string[];
}

/** The smaller, the more the first places count. */
const K = 10;

/**
 * Reciprocal rank fusion (Cormack, Clarke & Büttcher 2009): what several rankings put in front comes first. Scores of two
 * kinds are never compared. Equal sums keep the order of the first ranking that has them.
 */
export function fuseRanks(rankings: readonly Ranking[]): { readonly id: string; readonly score: number }[] {
  const scores = new Map<string, number>();
  for (const { weight, ids } of rankings) {
    for (const [place, id] of ids.entries()) scores.set(id, (scores.get(id) ?? 0) + weight / (K + place + 1));
  }
  return [...scores].map(([id, score]) => ({ id, score })).sort((a, b) => b.score - a.score);
}
