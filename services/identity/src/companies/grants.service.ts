import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { broadcast } from '@smartcontent/bus';
import {
  AppError,
  type CompanyDetail,
  type CompanyInBrief,
  type GrantLimits,
  type InputOf,
  LimitsGranted,
  type ListCompanies,
  type OutputOf,
  type RequestContext,
} from '@smartcontent/contracts';
import { readPage } from '@smartcontent/database';
import { Bus, ServiceConfig } from '@smartcontent/service';
import { tell } from './companies.service.js';
import { CompaniesStore } from './companies.store.js';

const LIST = 'companies';

/** What the operator sees of companies, and grants them. */
@Injectable()
export class GrantsService {
  constructor(
    private readonly store: CompaniesStore,
    private readonly bus: Bus,
    private readonly config: ServiceConfig,
  ) {}

  list(input: InputOf<typeof ListCompanies>, context: RequestContext): Promise<OutputOf<typeof ListCompanies>> {
    return readPage(
      { cursorKey: this.config.cursorKey, list: LIST, ...input },
      (limit, after: string | null) => this.store.asOperator('list of companies', context, (tx) => this.store.list(tx, limit, after)),
      (row) => row.id,
    );
  }

  async show(companyId: string, context: RequestContext): Promise<CompanyInBrief> {
    const company = await this.store.asOperator('look at a company', context, (tx) => this.store.show(tx, companyId));
    if (!company) throw new AppError('IDENTITY_COMPANY_NOT_FOUND');
    return company;
  }

  /** Repeating it changes nothing, but tells the gateways again: the first one may have been committed without that. */
  grant({ company_id, ...granted }: InputOf<typeof GrantLimits>, context: RequestContext): Promise<CompanyDetail> {
    return this.store.asOperator('grant of limits', context, async (tx) => {
      const before = await this.store.lock(tx, company_id);
      if (!before) throw new AppError('IDENTITY_COMPANY_NOT_FOUND');
      const { tier = before.tier, api_limits = before.api_limits } = granted;
      tx.afterCommit(() => broadcast(this.bus.connection, LimitsGranted, { company_id, tier, limits: api_limits }));
      if (tier === before.tier && isDeepStrictEqual(api_limits, before.api_limits)) return before;
      const { company, revision } = await this.store.grant(tx, { ...before, tier, api_limits });
      await tell(tx, before, company, revision);
      return company;
    });
  }
}
