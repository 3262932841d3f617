import { engagementsOf, type PerformanceSum, type PlanningAnalytics, perImpression } from '@smartcontent/contracts';

/** One row per platform, those with the most impressions first. The score is engagements per hundred impressions. */
export function analyticsOf({ platforms }: PerformanceSum, contents_left_out = 0): PlanningAnalytics[] {
  return platforms.map(({ platform, contents, recorded_at, ...counts }) => {
    const engagements = engagementsOf(counts);
    const rates = { engagement_rate: perImpression(engagements, counts), ctr: perImpression(counts.clicks, counts) };
    const metrics = { contents, contents_left_out, ...counts, ...rates };
    return { platform, metrics, performance_score: perImpression(100 * engagements, counts), recorded_at };
  });
}
