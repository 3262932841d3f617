/** Which counter an event of this type adds one to, and only to it; events of other types, and those that name no content, are in none. */
export const PERFORMANCE_COUNTERS = {
  impression: 'impressions',
  view: 'views',
  like: 'likes',
  share: 'shares',
  comment: 'comments',
  click: 'clicks',
} as const;

/** How many events of each type were counted. */
export type Counts = Record<(typeof PERFORMANCE_COUNTERS)[keyof typeof PERFORMANCE_COUNTERS], number>;

/** Names of platforms are free. Of one content so many are named, those with the most events; the rest is added up under {@link OTHER_PLATFORMS}. */
export const PLATFORMS_OF_CONTENT = 50;
export const OTHER_PLATFORMS = 'other';
/** Of many contents together: an answer ends before all names fill it. */
const PLATFORMS_OF_SUM = 200;

const COUNTERS = Object.values(PERFORMANCE_COUNTERS);
const PLACES = 1_000_000;

/** Counter by counter; nothing is zero. */
export function addCounts(items: Iterable<Counts>): Counts {
  const sum = noCounts();
  for (const item of items) countIn(sum, item);
  return sum;
}

/** Zero of each. */
export function noCounts(): Counts {
  return { impressions: 0, views: 0, likes: 0, shares: 0, comments: 0, clicks: 0 };
}

/** Adds `counts` to `sum`, where it stands. */
export function countIn(sum: Counts, counts: Counts): void {
  for (const counter of COUNTERS) sum[counter] += counts[counter];
}

/** What readers did beside looking. */
export function engagementsOf({ likes, shares, comments, clicks }: Counts): number {
  return likes + shares + comments + clicks;
}

/** To six places; null without impressions, for there is nothing to divide by. */
export function perImpression(part: number, { impressions }: Counts): number | null {
  return impressions === 0 ? null : Math.round((part / impressions) * PLACES) / PLACES;
}

/** Those with the most impressions first, as many as an answer has. */
export function shownPlatforms<T extends Counts & { readonly platform: string }>(platforms: readonly T[]): T[] {
  return platforms.toSorted((a, b) => b.impressions - a.impressions || (a.platform < b.platform ? -1 : 1)).slice(0, PLATFORMS_OF_SUM);
}

/** Sorts by engagements per impression; what was never shown comes after, by engagements, then by views. */
export function byEngagement(a: Counts & { readonly content_id: string }, b: Counts & { readonly content_id: string }): number {
  const [rateOfA, rateOfB] = [a, b].map((counts) => perImpression(engagementsOf(counts), counts) ?? -1) as [number, number];
  return rateOfB - rateOfA || engagementsOf(b) - engagementsOf(a) || b.views - a.views || (a.content_id < b.content_id ? -1 : 1);
}
