import { addCounts, byEngagement, type PerformanceSum, shownPlatforms } from '@smartcontent/contracts';

/** What several sets of contents brought together; none of them has a content of another. */
export function mergeSums(sums: readonly PerformanceSum[], top: number): PerformanceSum {
  const platforms = Map.groupBy(
    sums.flatMap((sum) => sum.platforms),
    ({ platform }) => platform,
  );
  return {
    totals: addCounts(sums.map(({ totals }) => totals)),
    contents: sums.reduce((total, { contents }) => total + contents, 0),
    platforms: shownPlatforms(
      [...platforms].map(([platform, parts]) => ({
        platform,
        contents: parts.reduce((total, { contents }) => total + contents, 0),
        ...addCounts(parts),
        recorded_at: latest(parts.map(({ recorded_at }) => recorded_at)) ?? '',
      })),
    ),
    top_contents: sums
      .flatMap((sum) => sum.top_contents)
      .sort(byEngagement)
      .slice(0, top),
    oldest_at: sums.flatMap(({ oldest_at }) => oldest_at ?? []).sort()[0] ?? null,
    newest_at: latest(sums.flatMap(({ newest_at }) => newest_at ?? [])),
  };
}

function latest(instants: readonly string[]): string | null {
  return instants.toSorted().at(-1) ?? null;
}
