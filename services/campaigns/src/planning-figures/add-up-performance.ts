import type { ContentPerformance, PlanningAnalytics } from '@smartcontent/contracts';

const COUNTERS = ['impressions', 'views', 'likes', 'shares', 'comments', 'clicks'] as const;
type Totals = Record<(typeof COUNTERS)[number], number>;
const DIGITS = 6;

/**
 * What several contents brought, per platform, those with the most impressions first. The score is engagements per hundred impressions;
 * where there are no impressions it is null, for it would divide by nothing.
 */
export function addUpPerformance(items: readonly ContentPerformance[], leftOut = 0): PlanningAnalytics[] {
  const rows = [...Map.groupBy(items, ({ platform }) => platform)].map(([platform, figures]) => analyticsOf(platform, figures, leftOut));
  return rows.toSorted((a, b) => b.metrics.impressions - a.metrics.impressions || (a.platform < b.platform ? -1 : 1));
}

function analyticsOf(platform: string, figures: readonly ContentPerformance[], contents_left_out: number): PlanningAnalytics {
  const totals = Object.fromEntries(COUNTERS.map((name) => [name, figures.reduce((sum, one) => sum + one[name], 0)])) as Totals;
  const { impressions, likes, shares, comments, clicks } = totals;
  const engagements = likes + shares + comments + clicks;
  const metrics = { contents: figures.length, contents_left_out, ...totals };
  const rates = { engagement_rate: ratio(engagements, impressions), ctr: ratio(clicks, impressions) };
  const [recorded_at = ''] = figures
    .map((one) => one.recorded_at)
    .toSorted()
    .toReversed();
  return { platform, metrics: { ...metrics, ...rates }, performance_score: ratio(100 * engagements, impressions), recorded_at };
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : Number((part / whole).toFixed(DIGITS));
}
