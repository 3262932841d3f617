import { addCounts, type CampaignReport, type Counts, engagementsOf, type PerformanceSum, perImpression } from '@smartcontent/contracts';

type Engagement = NonNullable<CampaignReport['engagement']>;
type Figures = Engagement['totals'];

const COST_PLACES = 12;

/** Rates come from the sums; without impressions there are none. */
export function engagementOf({ totals, platforms, top_contents, contents, oldest_at, newest_at }: PerformanceSum): Engagement {
  return {
    totals: figuresOf(totals),
    platforms: platforms.map(({ platform, ...sums }) => ({ platform, ...figuresOf(sums) })),
    top_contents: top_contents.map(({ content_id, ...counts }) => ({ content_id, ...figuresOf(counts) })),
    contents_counted: contents,
    ...{ oldest_at, newest_at },
  };
}

/** `spent` by `count`, to the twelfth place, half away from zero; null where there is nothing to divide by. */
export function costPer(spent: string, count: number): string | null {
  if (count === 0) return null;
  const [whole = '0', places = ''] = spent.split('.');
  const units = BigInt(whole + places.padEnd(COST_PLACES, '0'));
  const divisor = BigInt(count);
  const digits = ((units * 2n + divisor) / (divisor * 2n)).toString().padStart(COST_PLACES + 1, '0');
  return `${digits.slice(0, -COST_PLACES)}.${digits.slice(-COST_PLACES)}`;
}

function figuresOf(sums: Counts): Figures {
  const counts = addCounts([sums]);
  return { ...counts, engagement_rate: perImpression(engagementsOf(counts), counts), ctr: perImpression(counts.clicks, counts) };
}
