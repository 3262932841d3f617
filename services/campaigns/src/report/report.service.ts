import { Injectable } from '@nestjs/common';
import { AppError, type Campaign, type CampaignReport, type RequestContext } from '@smartcontent/contracts';
import { Database } from '@smartcontent/database';
import { Performances } from '../performance/performances.service.js';
import { costPer, engagementOf, engagementsOf } from './figures.js';
import { type CampaignFacts, ReportView } from './report.view.js';

@Injectable()
export class ReportService {
  constructor(
    private readonly database: Database,
    private readonly view: ReportView,
    private readonly performances: Performances,
  ) {}

  async report(campaignId: string, context: RequestContext): Promise<CampaignReport> {
    const { campaign, facts } = await this.database.withTenant(context, async (tx) => {
      const found = await this.view.campaign(tx, campaignId);
      if (!found) throw new AppError('CAMPAIGNS_CAMPAIGN_NOT_FOUND');
      return { campaign: found, facts: await this.view.facts(tx, campaignId) };
    });
    const counted = await this.performances.ofIfThere(facts.content_ids, context);
    const engagement = counted && engagementOf(counted);
    const posts = postsOf(facts.posts);
    const per = (count: number | undefined) => costPer(campaign.budget_spent, count ?? 0);
    return {
      campaign_id: campaign.id,
      name: campaign.name,
      status: campaign.status,
      made_at: new Date().toISOString(),
      contents: { total: sumOf(Object.values(facts.contents)), by_status: facts.contents },
      posts,
      budget: budgetOf(campaign, facts),
      engagement,
      cost_per: {
        impression: per(engagement?.totals.impressions),
        click: per(engagement?.totals.clicks),
        engagement: per(engagement ? engagementsOf(engagement.totals) : 0),
        post: per(posts.by_status.published),
      },
    };
  }
}

function budgetOf({ budget_allocated, budget_spent, budget_left }: Campaign, facts: CampaignFacts): CampaignReport['budget'] {
  const { drafts_cost, unpriced_calls } = facts;
  return { allocated: budget_allocated, spent: budget_spent, left: budget_left, drafts_cost, unpriced_calls };
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
