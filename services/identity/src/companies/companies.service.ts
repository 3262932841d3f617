import { Injectable } from '@nestjs/common';
import {
  AppError,
  type CompanyDetail,
  CompanyUpdated,
  type InputOf,
  type RequestContext,
  type UpdateCompany,
} from '@smartcontent/contracts';
import { commitChange, Database, type Tx } from '@smartcontent/database';
import { CompaniesStore } from './companies.store.js';

@Injectable()
export class CompaniesService {
  constructor(
    private readonly database: Database,
    private readonly store: CompaniesStore,
  ) {}

  get(context: RequestContext): Promise<CompanyDetail> {
    return this.database.withTenant(context, async (tx) => present(await this.store.find(tx, companyOf(context))));
  }

  update(changes: InputOf<typeof UpdateCompany>, context: RequestContext): Promise<CompanyDetail> {
    return this.database.withTenant(context, async (tx) => {
      const before = present(await this.store.lock(tx, companyOf(context)));
      const { company, revision } = await this.store.update(tx, { ...before, ...changes });
      await tell(tx, before, company, revision);
      return company;
    });
  }
}

/** What every change of a company has in common. */
export function tell(tx: Tx, before: CompanyDetail, after: CompanyDetail, aggregateVersion: number): Promise<void> {
  const change = {
    event: { contract: CompanyUpdated, aggregateId: after.id, aggregateVersion, data: { name: after.name, tier: after.tier } },
    audit: { table: 'companies', operation: 'update' as const, before, after },
  };
  return commitChange(tx, change, after.id);
}

/** A token may outlive its company by minutes; it is refused then. */
function present(company: CompanyDetail | undefined): CompanyDetail {
  if (!company) throw new AppError('PLATFORM_ACTOR_REFUSED');
  return company;
}

function companyOf({ actor }: RequestContext): string {
  if (!actor.company_id) throw new AppError('PLATFORM_ACTOR_REFUSED');
  return actor.company_id;
}
