import type { CampaignReport, ContentPerformance } from '@smartcontent/contracts';

type Engagement = NonNullable<CampaignReport['engagement']>;
type Figures = Engagement['totals'];
/** What was counted of one content on one platform. */
export type Counted = ContentPerformance & { readonly content_id: string };

const TOP = 10;
const RATE_PLACES = 1_000_000;
const COST_PLACES = 12;

/** Counts of one campaign, added up. Rates come from the sums; without impressions there are none. */
export function engagementOf(items: readonly Counted[]): Engagement {
  const instants = items.map(({ counted_at }) => counted_at).sort();
  const perContent = [...Map.groupBy(items, ({ content_id }) => content_id)].map(([content_id, own]) => ({
    content_id,
    ...figuresOf(own),
  }));
  return {
    totals: figuresOf(items),
    platforms: [...Map.groupBy(items, ({ platform }) => platform)]
      .map(([platform, own]) => ({ platform, ...figuresOf(own) }))
      .sort((a, b) => b.impressions - a.impressions || (a.platform < b.platform ? -1 : 1)),
    top_contents: perContent
      .filter((figures) => figures.engagement_rate !== null || engagementsOf(figures) > 0)
      .sort(byEngagement)
      .slice(0, TOP),
    contents_counted: perContent.length,
    oldest_at: instants[0] ?? null,
    newest_at: instants.at(-1) ?? null,
  };
}

/** By rate; those that were never shown come after, by what readers did. */
function byEngagement(a: Figures & { content_id: string }, b: Figures & { content_id: string }): number {
  const rates = (b.engagement_rate ?? -1) - (a.engagement_rate ?? -1);
  return rates || engagementsOf(b) - engagementsOf(a) || (a.content_id < b.content_id ? -1 : 1);
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

function figuresOf(items: readonly Counted[]): Figures {
  const sum = (name: 'impressions' | 'views' | 'likes' | 'shares' | 'comments' | 'clicks') =>
    items.reduce((total, item) => total + item[name], 0);
  const counts = {
    impressions: sum('impressions'),
    views: sum('views'),
    likes: sum('likes'),
    shares: sum('shares'),
    comments: sum('comments'),
    clicks: sum('clicks'),
  };
  const rate = (count: number) => (counts.impressions === 0 ? null : Math.round((count * RATE_PLACES) / counts.impressions) / RATE_PLACES);
  return { ...counts, engagement_rate: rate(engagementsOf(counts)), ctr: rate(counts.clicks) };
}

/** What readers did beside looking. */
export function engagementsOf({ likes, shares, comments, clicks }: Pick<Figures, 'likes' | 'shares' | 'comments' | 'clicks'>): number {
  return likes + shares + comments + clicks;
}
