import { byEngagement, type ContentPerformance, countIn, noCounts, type PerformanceSum, shownPlatforms } from '@smartcontent/contracts';

/** Adds up what was counted of contents, by their ids, and names the first `top` of them. In one walk: reports ask for hundreds at a time. */
export function sumPerformance(counted: ReadonlyMap<string, readonly ContentPerformance[]>, top: number): PerformanceSum {
  const totals = noCounts();
  const contents: PerformanceSum['top_contents'] = [];
  const platforms = new Map<string, PerformanceSum['platforms'][number]>();
  let oldest_at: string | null = null;
  let newest_at: string | null = null;
  for (const [content_id, items] of counted) {
    if (items.length === 0) continue;
    const content = { content_id, ...noCounts() };
    contents.push(content);
    for (const item of items) {
      const { platform, recorded_at, counted_at } = item;
      const sum = platforms.get(platform) ?? { platform, contents: 0, ...noCounts(), recorded_at };
      platforms.set(platform, sum);
      sum.contents += 1;
      if (recorded_at > sum.recorded_at) sum.recorded_at = recorded_at;
      if (oldest_at === null || counted_at < oldest_at) oldest_at = counted_at;
      if (newest_at === null || counted_at > newest_at) newest_at = counted_at;
      countIn(sum, item);
      countIn(content, item);
    }
    countIn(totals, content);
  }
  return {
    totals,
    contents: contents.length,
    platforms: shownPlatforms([...platforms.values()]),
    top_contents: top === 0 ? [] : contents.sort(byEngagement).slice(0, top),
    ...{ oldest_at, newest_at },
  };
}
