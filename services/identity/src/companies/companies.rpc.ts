import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import {
  GetCompany,
  GrantLimits,
  type InputOf,
  ListCompanies,
  type OutputOf,
  type RequestContext,
  ShowCompany,
  UpdateCompany,
} from '@smartcontent/contracts';
import { CompaniesService } from './companies.service.js';
import { GrantsService } from './grants.service.js';

@Controller()
export class CompaniesRpc {
  constructor(
    private readonly companies: CompaniesService,
    private readonly granted: GrantsService,
  ) {}

  @Handles(GetCompany)
  get(_input: InputOf<typeof GetCompany>, context: RequestContext): Promise<OutputOf<typeof GetCompany>> {
    return this.companies.get(context);
  }

  @Handles(UpdateCompany)
  update(input: InputOf<typeof UpdateCompany>, context: RequestContext): Promise<OutputOf<typeof UpdateCompany>> {
    return this.companies.update(input, context);
  }

  @Handles(GrantLimits)
  grant(input: InputOf<typeof GrantLimits>, context: RequestContext): Promise<OutputOf<typeof GrantLimits>> {
    return this.granted.grant(input, context);
  }

  @Handles(ListCompanies)
  list(input: InputOf<typeof ListCompanies>, context: RequestContext): Promise<OutputOf<typeof ListCompanies>> {
    return this.granted.list(input, context);
  }

  @Handles(ShowCompany)
  show(input: InputOf<typeof ShowCompany>, context: RequestContext): Promise<OutputOf<typeof ShowCompany>> {
    return this.granted.show(input.company_id, context);
  }
}
