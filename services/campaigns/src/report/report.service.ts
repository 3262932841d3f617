import { Injectable } from '@nestjs/common';
import { AppError, type CampaignReport, engagementsOf, type RequestContext } from '@smartcontent/contracts';
import { Performances } from '../performance/performances.service.js';
import { costPer, engagementOf } from './figures.js';
import { type CampaignFacts, ReportView } from './report.view.js';

/** Contents that a report names. */
const TOP = 10;

@Injectable()
export class ReportService {
  constructor(
    private readonly view: ReportView,
    private readonly performances: Performances,
  ) {}

  async report(campaignId: string, context: RequestContext): Promise<CampaignReport> {
    const facts = await this.view.facts(context, campaignId);
    if (!facts) throw new AppError('CAMPAIGNS_CAMPAIGN_NOT_FOUND');
    const counted = await this.performances.ofIfThere(facts.content_ids, context, TOP);
    const engagement = counted && engagementOf(counted);
    const posts = postsOf(facts.posts);
    const per = (count: number | undefined) => costPer(facts.budget_spent, count ?? 0);
    return {
      campaign_id: facts.id,
      name: facts.name,
      status: facts.status,
      made_at: new Date().toISOString(),
      contents: { total: sumOf(Object.values(facts.contents)), by_status: facts.contents },
      posts,
      budget: budgetOf(facts),
      engagement,
      cost_per: {
        impression: per(engagement?.totals.impressions),
        click: per(engagement?.totals.clicks),
        engagement: per(counted ? engagementsOf(counted.totals) : 0),
        post: per(posts.by_status.published),
      },
    };
  }
}

function budgetOf(facts: CampaignFacts): CampaignReport['budget'] {
  const { budget_allocated: allocated, budget_spent: spent, budget_left: left, drafts_cost, unpriced_calls } = facts;
  return { allocated, spent, left, drafts_cost, unpriced_calls };
}

function postsOf(rows: CampaignFacts['posts']): CampaignReport['posts'] {
  const sumBy = (chosen: CampaignFacts['posts']) => sumOf(chosen.map(({ posts }) => posts));
  const by_platform = [...Map.groupBy(rows, ({ platform }) => platform)].map(([platform, own]) => ({
    platform,
    posts: sumBy(own),
    published: sumBy(own.filter(({ status }) => status === 'published')),
  }));
  const by_status = Object.fromEntries([...Map.groupBy(rows, ({ status }) => status)].map(([status, own]) => [status, sumBy(own)]));
  return { total: sumBy(rows), by_status, by_platform };
}

function sumOf(counts: readonly (number | undefined)[]): number {
  return counts.reduce<number>((sum, count) => sum + (count ?? 0), 0);
}
