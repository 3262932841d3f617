import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import {
  GetBreakdown,
  GetEvent,
  GetTimeSeries,
  GetTopContent,
  GetTotals,
  type InputOf,
  type OutputOf,
  type RequestContext,
} from '@smartcontent/contracts';
import { companyOf } from '../company.js';
import { ReportsService } from './reports.service.js';

@Controller()
export class ReportsRpc {
  constructor(private readonly reports: ReportsService) {}

  @Handles(GetTotals)
  totals(input: InputOf<typeof GetTotals>, context: RequestContext): Promise<OutputOf<typeof GetTotals>> {
    return this.reports.totals(companyOf(context), input);
  }

  @Handles(GetTimeSeries)
  timeSeries(input: InputOf<typeof GetTimeSeries>, context: RequestContext): Promise<OutputOf<typeof GetTimeSeries>> {
    return this.reports.timeSeries(companyOf(context), input);
  }

  @Handles(GetTopContent)
  topContent(input: InputOf<typeof GetTopContent>, context: RequestContext): Promise<OutputOf<typeof GetTopContent>> {
    return this.reports.topContent(companyOf(context), input);
  }

  @Handles(GetBreakdown)
  breakdown(input: InputOf<typeof GetBreakdown>, context: RequestContext): Promise<OutputOf<typeof GetBreakdown>> {
    return this.reports.breakdown(companyOf(context), input);
  }

  @Handles(GetEvent)
  event(input: InputOf<typeof GetEvent>, context: RequestContext): Promise<OutputOf<typeof GetEvent>> {
    return this.reports.event(companyOf(context), input);
  }
}
