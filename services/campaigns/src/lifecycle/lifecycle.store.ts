import { Injectable } from '@nestjs/common';
import type { Campaign, CampaignStatus } from '@smartcontent/contracts';
import type { Tx } from '@smartcontent/database';
import { CAMPAIGN_COLUMNS } from '../campaign-columns.js';

/** A campaign whose last day has passed. */
export type EndedCampaign = Pick<Campaign, 'id' | 'company_id'>;

@Injectable()
export class LifecycleStore {
  /** Whether its last day has passed is the database's to say, so that replicas agree. */
  lock(tx: Tx, id: string): Promise<(Campaign & { readonly is_over: boolean }) | undefined> {
    return tx.one(
      `SELECT ${CAMPAIGN_COLUMNS}, coalesce(ends_at <= now(), false) AS is_over FROM campaigns.campaigns WHERE id = $1 FOR UPDATE`,
      [id],
    );
  }

  async move(tx: Tx, id: string, status: CampaignStatus): Promise<Campaign> {
    const rows = await tx.query<Campaign>(
      `UPDATE campaigns.campaigns SET status = $2, revision = revision + 1, updated_at = clock_timestamp() WHERE id = $1
       RETURNING ${CAMPAIGN_COLUMNS}`,
      [id, status],
    );
    return rows[0] as Campaign;
  }

  /** Of every company, those that ended first, but for some. */
  ended(tx: Tx, limit: number, except: readonly string[]): Promise<EndedCampaign[]> {
    return tx.query(
      `SELECT id, company_id FROM campaigns.campaigns
        WHERE status IN ('active', 'paused') AND ends_at <= now() AND id <> ALL ($2::uuid[]) ORDER BY ends_at LIMIT $1`,
      [limit, except],
    );
  }

  /** Until the next one ends, but for some; null where none will. */
  async secondsToNext(tx: Tx, except: readonly string[]): Promise<number | null> {
    const row = await tx.one<{ seconds: number | null }>(
      `SELECT extract(epoch FROM min(ends_at) - now())::float8 AS seconds FROM campaigns.campaigns
        WHERE status IN ('active', 'paused') AND id <> ALL ($1::uuid[])`,
      [except],
    );
    return row?.seconds ?? null;
  }
}
