import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import {
  type InputOf,
  type OutputOf,
  ReportCache,
  ReportFailures,
  ReportKeyCalls,
  ReportModelCosts,
  ReportRetries,
  ReportSlowest,
  ReportTypeCosts,
  ReportTypes,
  ReportUserCalls,
  ReportUserCosts,
  ReportVolume,
  type RequestContext,
} from '@smartcontent/contracts';
import { ReportsService } from './reports.service.js';

@Controller()
export class ReportsRpc {
  constructor(private readonly reports: ReportsService) {}

  @Handles(ReportTypes)
  types(input: InputOf<typeof ReportTypes>, context: RequestContext): Promise<OutputOf<typeof ReportTypes>> {
    return this.reports.over<typeof ReportTypes>('types', input, context);
  }

  @Handles(ReportVolume)
  volume(input: InputOf<typeof ReportVolume>, context: RequestContext): Promise<OutputOf<typeof ReportVolume>> {
    return this.reports.over<typeof ReportVolume>('volume', input, context);
  }

  @Handles(ReportFailures)
  failures(input: InputOf<typeof ReportFailures>, context: RequestContext): Promise<OutputOf<typeof ReportFailures>> {
    return this.reports.over<typeof ReportFailures>('failures', input, context);
  }

  @Handles(ReportModelCosts)
  modelCosts(input: InputOf<typeof ReportModelCosts>, context: RequestContext): Promise<OutputOf<typeof ReportModelCosts>> {
    return this.reports.over<typeof ReportModelCosts>('modelCosts', input, context);
  }

  @Handles(ReportTypeCosts)
  typeCosts(input: InputOf<typeof ReportTypeCosts>, context: RequestContext): Promise<OutputOf<typeof ReportTypeCosts>> {
    return this.reports.over<typeof ReportTypeCosts>('typeCosts', input, context);
  }

  @Handles(ReportUserCosts)
  userCosts(input: InputOf<typeof ReportUserCosts>, context: RequestContext): Promise<OutputOf<typeof ReportUserCosts>> {
    return this.reports.over<typeof ReportUserCosts>('userCosts', input, context);
  }

  @Handles(ReportSlowest)
  slowest(input: InputOf<typeof ReportSlowest>, context: RequestContext): Promise<OutputOf<typeof ReportSlowest>> {
    return this.reports.over<typeof ReportSlowest>('slowest', input, context);
  }

  @Handles(ReportCache)
  cache(input: InputOf<typeof ReportCache>, context: RequestContext): Promise<OutputOf<typeof ReportCache>> {
    return this.reports.over<typeof ReportCache>('cache', input, context);
  }

  @Handles(ReportRetries)
  retries(input: InputOf<typeof ReportRetries>, context: RequestContext): Promise<OutputOf<typeof ReportRetries>> {
    return this.reports.over<typeof ReportRetries>('retries', input, context);
  }

  @Handles(ReportUserCalls)
  userCalls(input: InputOf<typeof ReportUserCalls>, context: RequestContext): Promise<OutputOf<typeof ReportUserCalls>> {
    return this.reports.userCalls(input, context);
  }

  @Handles(ReportKeyCalls)
  keyCalls(input: InputOf<typeof ReportKeyCalls>, context: RequestContext): Promise<OutputOf<typeof ReportKeyCalls>> {
    return this.reports.over<typeof ReportKeyCalls>('keyCalls', input, context);
  }
}
