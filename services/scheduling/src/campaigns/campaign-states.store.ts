import { Injectable } from '@nestjs/common';
import type { MovedPosts, PostHold } from '@smartcontent/contracts';
import type { Tx } from '@smartcontent/database';

/** A step of a campaign, as far as its posts are concerned. */
export interface CampaignStep {
  readonly campaignId: string;
  readonly revision: number;
  readonly hold: PostHold;
}

/** What a move did, beside what it found. */
export type Done = Pick<MovedPosts, 'freed' | 'cancelled' | 'missed'>;

/** Who asked first has the turn first, whether he shares it or not: a row's lock would let one after the other share it while a move waits. */
const TURN = `hashtextextended('posts of campaign ' || $1, 0)`;

@Injectable()
export class CampaignStatesStore {
  /** Until the transaction ends its posts are not moved; whoever waits for a move waits here. */
  async shareTurn(tx: Tx, campaignId: string): Promise<void> {
    await tx.query(`SELECT pg_advisory_xact_lock_shared(${TURN})`, [campaignId]);
  }

  async isKnown(tx: Tx, { campaignId, revision }: CampaignStep): Promise<boolean> {
    const text = 'SELECT 1 FROM scheduling.campaign_states WHERE campaign_id = $1 AND revision >= $2';
    return (await tx.one(text, [campaignId, revision])) !== undefined;
  }

  async note(tx: Tx, companyId: string, { campaignId, revision, hold }: CampaignStep): Promise<void> {
    await tx.query(
      `INSERT INTO scheduling.campaign_states AS known (company_id, campaign_id, revision, hold) VALUES ($1, $2, $3, $4)
       ON CONFLICT (company_id, campaign_id) DO UPDATE SET revision = excluded.revision, hold = excluded.hold, updated_at = now()
        WHERE known.revision < excluded.revision`,
      [companyId, campaignId, revision, hold],
    );
  }

  /** What holds; that stays so for who shares the turn. */
  async hold(tx: Tx, campaignId: string): Promise<PostHold | undefined> {
    const text = 'SELECT hold FROM scheduling.campaign_states WHERE campaign_id = $1';
    return (await tx.one<{ hold: PostHold }>(text, [campaignId]))?.hold;
  }

  /**
   * Takes the turn alone, and says whether the campaign's posts are yet to be moved: not where they were, as of this revision or a later
   * one; nor where a later one is known that wants something else, since its own move is on the way.
   */
  async take(tx: Tx, companyId: string, { campaignId, revision, hold }: CampaignStep): Promise<boolean> {
    await tx.query(`SELECT pg_advisory_xact_lock(${TURN})`, [campaignId]);
    const rows = await tx.query(
      `INSERT INTO scheduling.campaign_states AS known (company_id, campaign_id, revision, hold, moved_revision) VALUES ($1, $2, $3, $4, $3)
       ON CONFLICT (company_id, campaign_id) DO UPDATE
          SET revision = greatest(known.revision, excluded.revision), hold = excluded.hold, moved_revision = excluded.moved_revision,
              freed = 0, cancelled = 0, missed = 0, updated_at = now()
        WHERE known.moved_revision < excluded.moved_revision AND (known.revision <= excluded.revision OR known.hold = excluded.hold)
       RETURNING 1`,
      [companyId, campaignId, revision, hold],
    );
    return rows.length > 0;
  }

  async keepDone(tx: Tx, campaignId: string, { freed, cancelled, missed }: Done): Promise<void> {
    const text = 'UPDATE scheduling.campaign_states SET freed = $2, cancelled = $3, missed = $4 WHERE campaign_id = $1';
    await tx.query(text, [campaignId, freed, cancelled, missed]);
  }

  /** Where its posts are now, and what the move of this revision did; of a revision that was overtaken nothing is kept. */
  async counts(tx: Tx, { campaignId, revision }: CampaignStep): Promise<MovedPosts> {
    const rows = await tx.query<MovedPosts>(
      `SELECT stopped, leaving, "left", coalesce(freed, 0) AS freed, coalesce(cancelled, 0) AS cancelled, coalesce(missed, 0) AS missed
         FROM (SELECT count(*) FILTER (WHERE status = 'paused')::int AS stopped,
                      count(*) FILTER (WHERE status IN ('publishing', 'unknown'))::int AS leaving,
                      count(*) FILTER (WHERE status = 'published')::int AS "left"
                 FROM scheduling.scheduled_posts WHERE campaign_id = $1) found
         LEFT JOIN scheduling.campaign_states ON campaign_id = $1 AND moved_revision = $2`,
      [campaignId, revision],
    );
    return rows[0] as MovedPosts;
  }
}
