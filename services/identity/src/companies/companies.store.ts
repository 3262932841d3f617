import { Injectable } from '@nestjs/common';
import type { CompanyDetail, CompanyInBrief, RequestContext } from '@smartcontent/contracts';
import { Database, type Tx } from '@smartcontent/database';

interface Revised {
  readonly company: CompanyDetail;
  /** The number of the event that tells of it. */
  readonly revision: number;
}
type Row = CompanyDetail & { readonly revision: number };

const BRIEF = `id, name, domain, industry, size, tier, api_limits, created_at, updated_at, is_active,
  (SELECT count(*)::int FROM identity.users u WHERE u.company_id = companies.id AND u.is_active) AS users`;
const COLUMNS = 'id, name, domain, industry, size, brand_guidelines, tier, api_limits, created_at, updated_at';

/** The transaction sees its own company alone, or, for the operator, all of them; so every statement names the company. */
@Injectable()
export class CompaniesStore {
  constructor(private readonly database: Database) {}

  /** A transaction of the operator's, who is in no company. */
  asOperator<T>(
    reason: 'grant of limits' | 'list of companies' | 'look at a company',
    context: RequestContext,
    work: (tx: Tx) => Promise<T>,
  ) {
    return this.database.withSystem(reason, work, context);
  }

  list(tx: Tx, limit: number, after: string | null): Promise<CompanyInBrief[]> {
    return tx.query(`SELECT ${BRIEF} FROM identity.companies WHERE $1::uuid IS NULL OR id > $1 ORDER BY id LIMIT $2`, [after, limit]);
  }

  show(tx: Tx, companyId: string): Promise<CompanyInBrief | undefined> {
    return tx.one<CompanyInBrief>(`SELECT ${BRIEF} FROM identity.companies WHERE id = $1`, [companyId]);
  }

  find(tx: Tx, companyId: string): Promise<CompanyDetail | undefined> {
    return tx.one<CompanyDetail>(`SELECT ${COLUMNS} FROM identity.companies WHERE id = $1 AND is_active`, [companyId]);
  }

  lock(tx: Tx, companyId: string): Promise<CompanyDetail | undefined> {
    return tx.one<CompanyDetail>(`SELECT ${COLUMNS} FROM identity.companies WHERE id = $1 AND is_active FOR NO KEY UPDATE`, [companyId]);
  }

  async update(tx: Tx, { id, name, domain, industry, size, brand_guidelines }: CompanyDetail): Promise<Revised> {
    const rows = await tx.query<Row>(
      `UPDATE identity.companies SET name = $2, domain = $3, industry = $4, size = $5, brand_guidelines = $6,
              revision = revision + 1, updated_at = now()
        WHERE id = $1 RETURNING ${COLUMNS}, revision`,
      [id, name, domain, industry, size, JSON.stringify(brand_guidelines)],
    );
    return revised(rows);
  }

  async grant(tx: Tx, { id, tier, api_limits }: CompanyDetail): Promise<Revised> {
    const rows = await tx.query<Row>(
      `UPDATE identity.companies SET tier = $2, api_limits = $3, revision = revision + 1, updated_at = now()
        WHERE id = $1 RETURNING ${COLUMNS}, revision`,
      [id, tier, JSON.stringify(api_limits)],
    );
    return revised(rows);
  }
}

function revised(rows: readonly Row[]): Revised {
  const { revision, ...company } = rows[0] as Row;
  return { company, revision };
}
