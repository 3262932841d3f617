import { Injectable } from '@nestjs/common';
import type { CostBooked, DataOf } from '@smartcontent/contracts';
import type { Tx } from '@smartcontent/database';

type Told = DataOf<typeof CostBooked>;
/** A run by which its books are found. */
export interface OpenRun {
  readonly id: string;
  readonly company_id: string;
}
/** What is to be told, under which revision, and what was told before. */
export type ClosedBooks = Told & {
  readonly revision: number;
  readonly before: Pick<Told, 'cost_usd' | 'unpriced_calls'>;
};

/** Its calls are not older than it. Where one of them is under way the books stay open. */
const CLOSE = `WITH spent AS (
    SELECT coalesce(sum(estimated_cost_usd), 0)::numeric(30, 12) AS cost_usd, (count(*) FILTER (WHERE estimated_cost_usd IS NULL))::integer AS unpriced_calls
    FROM api_usage WHERE company_id = $1 AND content_id = $2
      AND called_at >= (SELECT created_at FROM content_history_keys WHERE company_id = $1 AND content_id = $2)
  ), ended AS (
    SELECT told_cost_usd, told_unpriced_calls, spent.*, is_held,
      NOT is_held AND (cost_usd, unpriced_calls) <> (told_cost_usd, told_unpriced_calls) AS is_news
    FROM runs, spent, (SELECT EXISTS (SELECT FROM budget_reservations WHERE company_id = $1 AND run_id = $2 AND state = 'held') AS is_held) AS reserved
    WHERE company_id = $1 AND id = $2 AND finished_at IS NOT NULL
  ), closed AS (
    UPDATE runs SET is_cost_open = is_held, revision = revision + is_news::integer,
      told_cost_usd = CASE WHEN is_news THEN cost_usd ELSE runs.told_cost_usd END,
      told_unpriced_calls = CASE WHEN is_news THEN unpriced_calls ELSE runs.told_unpriced_calls END
    FROM ended WHERE company_id = $1 AND id = $2 AND (is_news OR is_held <> is_cost_open)
    RETURNING revision, campaign_id, content_id, user_id, cost_usd::text, unpriced_calls, is_news,
      jsonb_build_object('cost_usd', ended.told_cost_usd::text, 'unpriced_calls', ended.told_unpriced_calls) AS before
  )
  SELECT revision, campaign_id, content_id, user_id, cost_usd, unpriced_calls, before FROM closed WHERE is_news`;
const REOPEN = 'UPDATE runs SET is_cost_open = true WHERE company_id = $1 AND id = $2 AND finished_at IS NOT NULL';
const OPEN = 'SELECT company_id, id FROM runs WHERE is_cost_open AND id > $1 ORDER BY id LIMIT $2';
/** Whoever is at it closes it himself. */
const LOCK = 'SELECT error_message FROM runs WHERE company_id = $1 AND id = $2 AND is_cost_open FOR UPDATE SKIP LOCKED';

@Injectable()
export class RunCostsStore {
  /** The caller holds the run. Undefined where there is nothing to tell, or not yet. */
  close(tx: Tx, { id, company_id }: OpenRun): Promise<ClosedBooks | undefined> {
    return tx.one(CLOSE, [company_id, id]);
  }

  async reopen(tx: Tx, { id, company_id }: OpenRun): Promise<void> {
    await tx.query(REOPEN, [company_id, id]);
  }

  /** Of every company, in the order of their ids, from behind `after` on. */
  open(tx: Tx, after: string, most: number): Promise<OpenRun[]> {
    return tx.query(OPEN, [after, most]);
  }

  lock(tx: Tx, { id, company_id }: OpenRun): Promise<{ readonly error_message: string | null } | undefined> {
    return tx.one(LOCK, [company_id, id]);
  }
}
