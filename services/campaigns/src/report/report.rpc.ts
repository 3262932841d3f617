import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import { type CampaignReport, type InputOf, ReportCampaign, type RequestContext } from '@smartcontent/contracts';
import { ReportService } from './report.service.js';

@Controller()
export class ReportRpc {
  constructor(private readonly reports: ReportService) {}

  @Handles(ReportCampaign)
  report({ campaign_id }: InputOf<typeof ReportCampaign>, context: RequestContext): Promise<CampaignReport> {
    return this.reports.report(campaign_id, context);
  }
}
