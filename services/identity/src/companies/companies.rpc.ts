import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import { GetCompany, GrantLimits, type InputOf, type OutputOf, type RequestContext, UpdateCompany } from '@smartcontent/contracts';
import { CompaniesService } from './companies.service.js';

@Controller()
export class CompaniesRpc {
  constructor(private readonly companies: CompaniesService) {}

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
    return this.companies.grant(input, context);
  }
}
