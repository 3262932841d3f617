import { Injectable } from '@nestjs/common';
import type { Campaign, CampaignReport, RequestContext } from '@smartcontent/contracts';
import { Database } from '@smartcontent/database';

export interface CampaignFacts extends Pick<Campaign, 'id' | 'name' | 'status' | 'budget_allocated' | 'budget_spent' | 'budget_left'> {
  readonly contents: CampaignReport['contents']['by_status'];
  readonly posts: readonly { readonly platform: string; readonly status: string; readonly posts: number }[];
  readonly drafts_cost: string;
  readonly unpriced_calls: number;
  /** Attached, or published for the campaign. */
  readonly content_ids: readonly string[];
}

/** The function stands in the migrations: one round trip. */
@Injectable()
export class ReportView {
  constructor(private readonly database: Database) {}

  /** What this service knows of a campaign. */
  async facts(context: RequestContext, id: string): Promise<CampaignFacts | undefined> {
    return (await this.database.readTenant<CampaignFacts>(context, 'report_campaign', [id]))[0];
  }
}
