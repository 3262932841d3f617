import type { Schemas, SmartContent } from '@smartcontent/sdk';
import type { DemoCampaign } from './campaign.js';
import type { Report } from './report.js';

const PATIENCE_MS = 20_000;
const POLL_MS = 250;
const TOP = 5;
const NO_DATA = 'no data';

type CampaignReport = Schemas['CampaignReport'];

/** What the report of the campaign has to know before it is whole: it is some seconds behind. */
interface Expected {
  readonly contents: number;
  readonly published: number;
  readonly clicks: number;
}

/** The report of the campaign: contents and posts, money, and what readers did. */
export async function campaignFigures(
  sc: SmartContent,
  campaign: DemoCampaign,
  expected: Expected,
  titles: ReadonlyMap<string, string>,
): Promise<Report> {
  const { contents, posts, budget, engagement, cost_per } = await wholeReport(sc, campaign, expected);
  const totals = engagement?.totals;
  return {
    campaign_contents: contents.total,
    campaign_posts: posts.total,
    campaign_posts_published: posts.by_status.published ?? 0,
    campaign_budget_usd: budget.allocated ?? NO_DATA,
    campaign_spent_usd: budget.spent,
    campaign_left_usd: budget.left ?? NO_DATA,
    campaign_drafts_usd: budget.drafts_cost,
    campaign_clicks: totals?.clicks ?? NO_DATA,
    campaign_impressions: totals?.impressions || NO_DATA,
    campaign_engagement_rate: totals?.engagement_rate ?? NO_DATA,
    campaign_usd_per_click: cost_per.click ?? NO_DATA,
    campaign_top_contents: topContents(engagement, titles),
    campaign_contents_by_status: Object.entries(contents.by_status),
    campaign_posts_by_status: Object.entries(posts.by_status),
  };
}

/** By engagement rate where impressions are known, else by what readers did. */
function topContents(engagement: CampaignReport['engagement'], titles: ReadonlyMap<string, string>): Report[string] {
  const top = (engagement?.top_contents ?? []).slice(0, TOP);
  if (top.length === 0) return NO_DATA;
  return top.map(({ content_id, engagement_rate, clicks }) => [
    `clicks${engagement_rate === null ? '' : `, rate ${engagement_rate}`}: ${titles.get(content_id) ?? content_id}`,
    clicks,
  ]);
}

async function wholeReport(sc: SmartContent, { id }: DemoCampaign, expected: Expected): Promise<CampaignReport> {
  for (const endMs = Date.now() + PATIENCE_MS; ; ) {
    const report = await sc.campaign.report({ campaign_id: id });
    const { contents, posts, engagement } = report;
    const isWhole =
      contents.total >= expected.contents &&
      (contents.by_status.published ?? 0) >= expected.published &&
      (posts.by_status.published ?? 0) >= expected.published &&
      (engagement?.totals.clicks ?? 0) >= expected.clicks;
    if (isWhole || Date.now() > endMs) return report;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
