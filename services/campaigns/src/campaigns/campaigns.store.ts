import { Injectable } from '@nestjs/common';
import { type Campaign, type InputOf, type ListCampaigns, orderOf } from '@smartcontent/contracts';
import { listStatement, type Tx } from '@smartcontent/database';
import { CAMPAIGN_COLUMNS } from '../campaign-columns.js';

/** What people say of a campaign. */
export type CampaignFields = Pick<
  Campaign,
  'name' | 'description' | 'objectives' | 'target_audience' | 'budget_allocated' | 'start_date' | 'end_date' | 'time_zone'
>;
type ListInput = InputOf<typeof ListCampaigns>;
export type NewCampaign = CampaignFields & Pick<Campaign, 'id' | 'company_id' | 'user_id'>;

/** The end of the day `$date` in the zone `$zone`, whatever its clocks do that night. */
const endOf = (date: string, zone: string) => `(${date}::date + 1)::timestamp AT TIME ZONE ${zone}::varchar`;

const INSERT = `INSERT INTO campaigns.campaigns
    (id, company_id, user_id, name, description, objectives, target_audience, budget_allocated, start_date, end_date, time_zone, ends_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, ${endOf('$10', '$11')})
  RETURNING ${CAMPAIGN_COLUMNS}`;
const UPDATE = `UPDATE campaigns.campaigns
    SET name = $2, description = $3, objectives = $4, target_audience = $5, budget_allocated = $6, start_date = $7, end_date = $8,
        time_zone = $9, ends_at = ${endOf('$8', '$9')}, revision = revision + 1, updated_at = clock_timestamp()
  WHERE id = $1
  RETURNING ${CAMPAIGN_COLUMNS}`;
@Injectable()
export class CampaignsStore {
  async insert(tx: Tx, campaign: NewCampaign): Promise<Campaign> {
    const { id, company_id, user_id } = campaign;
    return (await tx.one<Campaign>(INSERT, [id, company_id, user_id, ...valuesOf(campaign)])) as Campaign;
  }

  find(tx: Tx, id: string): Promise<Campaign | undefined> {
    return tx.one(`SELECT ${CAMPAIGN_COLUMNS} FROM campaigns.campaigns WHERE id = $1`, [id]);
  }

  lock(tx: Tx, id: string): Promise<Campaign | undefined> {
    return tx.one(`SELECT ${CAMPAIGN_COLUMNS} FROM campaigns.campaigns WHERE id = $1 FOR UPDATE`, [id]);
  }

  list(tx: Tx, input: ListInput, after: [string, string] | null): Promise<Campaign[]> {
    const { limit, status, user_id, created_at_from, created_at_to, sort } = input;
    const { text, values } = listStatement({
      columns: CAMPAIGN_COLUMNS,
      table: 'campaigns.campaigns',
      equal: { status, user_id },
      ranges: { created_at: [created_at_from, created_at_to] },
      order: orderOf(sort),
      after,
      limit,
    });
    return tx.query(text, values);
  }

  async update(tx: Tx, campaign: CampaignFields & Pick<Campaign, 'id'>): Promise<Campaign> {
    return (await tx.one<Campaign>(UPDATE, [campaign.id, ...valuesOf(campaign)])) as Campaign;
  }

  /** Books are kept, also those that come to nothing. */
  async hasBookings(tx: Tx, id: string): Promise<boolean> {
    return (await tx.one('SELECT 1 FROM campaigns.bookings WHERE campaign_id = $1 LIMIT 1', [id])) !== undefined;
  }

  /** With what follows it; whose contents and posts those were, their owners know. */
  async delete(tx: Tx, id: string): Promise<void> {
    await tx.query('DELETE FROM campaigns.campaign_contents WHERE campaign_id = $1', [id]);
    await tx.query('DELETE FROM campaigns.campaign_posts WHERE campaign_id = $1', [id]);
    await tx.query('DELETE FROM campaigns.campaigns WHERE id = $1', [id]);
  }
}

function valuesOf(campaign: CampaignFields): unknown[] {
  const { name, description, objectives, target_audience, budget_allocated, start_date, end_date, time_zone } = campaign;
  return [name, description, objectives, JSON.stringify(target_audience), budget_allocated, start_date, end_date, time_zone];
}
