import {
  addCounts,
  byEngagement,
  type ContentPerformance,
  engagementsOf,
  type PerformanceSum,
  shownPlatforms,
} from '@smartcontent/contracts';

/** Adds up what was counted of contents, by their ids, and names the first `top` of them. */
export function sumPerformance(counted: ReadonlyMap<string, readonly ContentPerformance[]>, top: number): PerformanceSum {
  const items = [...counted.values()].flat();
  const contents = [...counted].filter(([, own]) => own.length > 0).map(([content_id, own]) => ({ content_id, ...addCounts(own) }));
  const instants = items.map(({ counted_at }) => counted_at).sort();
  return {
    totals: addCounts(items),
    contents: contents.length,
    platforms: shownPlatforms([...Map.groupBy(items, ({ platform }) => platform)].map(([platform, own]) => platformOf(platform, own))),
    top_contents:
      top === 0
        ? []
        : contents
            .filter((counts) => counts.impressions + engagementsOf(counts) > 0)
            .sort(byEngagement)
            .slice(0, top),
    oldest_at: instants[0] ?? null,
    newest_at: instants.at(-1) ?? null,
  };
}

function platformOf(platform: string, own: readonly ContentPerformance[]): PerformanceSum['platforms'][number] {
  const recorded_at = own.reduce((latest, { recorded_at: at }) => [latest, at].sort()[1] as string, '');
  return { platform, contents: own.length, ...addCounts(own), recorded_at };
}
