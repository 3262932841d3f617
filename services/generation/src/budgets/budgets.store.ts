import { Injectable } from '@nestjs/common';
import type { Budget, InputOf, SetBudget } from '@smartcontent/contracts';
import type { Tx } from '@smartcontent/database';

interface Owner {
  readonly id: string;
  readonly companyId: string;
  readonly userId: string;
}

/** With the sums of its present period, which begins with the first call of it. */
const BUDGET = `SELECT b.id, b.campaign_id, b.period, b.amount_usd::text,
    CASE WHEN b.period <> 'total' THEN date_trunc(b.period, now(), 'UTC') END AS period_start,
    coalesce(p.spent_usd, 0)::numeric(24, 12)::text AS spent_usd, coalesce(p.reserved_usd, 0)::numeric(24, 12)::text AS reserved_usd,
    (b.amount_usd - coalesce(p.spent_usd, 0) - coalesce(p.reserved_usd, 0))::text AS left_usd, b.created_at, b.updated_at
  FROM budgets b LEFT JOIN budget_periods p ON p.company_id = b.company_id AND p.budget_id = b.id
    AND p.starts_at = CASE b.period WHEN 'total' THEN 'epoch'::timestamptz ELSE date_trunc(b.period, now(), 'UTC') END
  WHERE b.ended_at IS NULL`;
const SET = `INSERT INTO budgets (id, company_id, campaign_id, period, amount_usd, created_by) VALUES ($1, $2, $3, $4, $5, $6)
  ON CONFLICT ON CONSTRAINT budgets_one_each DO UPDATE SET amount_usd = EXCLUDED.amount_usd, updated_at = now(), ended_at = NULL RETURNING id`;

@Injectable()
export class BudgetsStore {
  list(tx: Tx, limit: number, after: string | null): Promise<Budget[]> {
    return tx.query(`${BUDGET} AND ($2::uuid IS NULL OR b.id > $2) ORDER BY b.id LIMIT $1`, [limit, after]);
  }

  find(tx: Tx, id: string): Promise<Budget | undefined> {
    return tx.one(`${BUDGET} AND b.id = $1`, [id]);
  }

  /** Waits for whoever is setting the same one. */
  findSame(tx: Tx, { campaign_id, period }: Pick<Budget, 'campaign_id' | 'period'>): Promise<Budget | undefined> {
    return tx.one(`${BUDGET} AND b.campaign_id IS NOT DISTINCT FROM $1 AND b.period = $2 FOR NO KEY UPDATE OF b`, [campaign_id, period]);
  }

  /** @returns its id: the one that it had, where there was one */
  async set(tx: Tx, { id, companyId, userId }: Owner, { campaign_id, period, amount_usd }: InputOf<typeof SetBudget>): Promise<string> {
    const row = await tx.one<{ id: string }>(SET, [id, companyId, campaign_id, period, amount_usd, userId]);
    return (row as { id: string }).id;
  }

  /** Its periods stay: calls that are under way settle in them, and a budget that is set again goes on with what was spent of it. */
  async end(tx: Tx, id: string): Promise<void> {
    await tx.query('UPDATE budgets SET ended_at = now(), updated_at = now() WHERE id = $1', [id]);
  }
}
