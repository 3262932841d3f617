import { Injectable } from '@nestjs/common';
import type { Campaign, CampaignReport } from '@smartcontent/contracts';
import type { Tx } from '@smartcontent/database';
import { CAMPAIGN_COLUMNS } from '../campaign-columns.js';

export interface CampaignFacts {
  readonly contents: CampaignReport['contents']['by_status'];
  readonly posts: readonly { readonly platform: string; readonly status: string; readonly posts: number }[];
  readonly drafts_cost: string;
  readonly unpriced_calls: number;
  /** Attached, or published for the campaign. */
  readonly content_ids: readonly string[];
}

const FACTS = `SELECT
    (SELECT coalesce(jsonb_object_agg(status, contents), '{}') FROM
      (SELECT status, count(*) AS contents FROM campaign_contents WHERE campaign_id = $1 GROUP BY status) c) AS contents,
    (SELECT coalesce(jsonb_agg(p), '[]') FROM
      (SELECT platform, status, count(*) AS posts FROM campaign_posts WHERE campaign_id = $1 GROUP BY platform, status ORDER BY 1, 2) p) AS posts,
    b.drafts_cost, b.unpriced_calls,
    ARRAY(SELECT content_id::text FROM campaign_contents WHERE campaign_id = $1
          UNION SELECT content_id::text FROM campaign_posts WHERE campaign_id = $1) AS content_ids
  FROM (SELECT coalesce(sum(greatest(amount_usd - refunded_usd, 0)), 0)::numeric(24,12)::text AS drafts_cost,
               coalesce(sum(unpriced_calls), 0)::integer AS unpriced_calls
          FROM bookings WHERE campaign_id = $1 AND source = 'drafts') b`;

/** What this service knows of a campaign, in two reads. */
@Injectable()
export class ReportView {
  campaign(tx: Tx, id: string): Promise<Campaign | undefined> {
    return tx.one(`SELECT ${CAMPAIGN_COLUMNS} FROM campaigns WHERE id = $1`, [id]);
  }

  async facts(tx: Tx, id: string): Promise<CampaignFacts> {
    return (await tx.one<CampaignFacts>(FACTS, [id])) as CampaignFacts;
  }
}
