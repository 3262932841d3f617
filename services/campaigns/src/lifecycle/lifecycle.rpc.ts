import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import {
  CancelCampaign,
  CompleteCampaign,
  type InputOf,
  type MovedCampaign,
  PauseCampaign,
  type RequestContext,
  ResumeCampaign,
  StartCampaign,
} from '@smartcontent/contracts';
import { LifecycleService } from './lifecycle.service.js';

@Controller()
export class LifecycleRpc {
  constructor(private readonly lifecycle: LifecycleService) {}

  @Handles(StartCampaign)
  start({ campaign_id, overdue }: InputOf<typeof StartCampaign>, context: RequestContext): Promise<MovedCampaign> {
    return this.lifecycle.take('start', campaign_id, context, overdue);
  }

  @Handles(PauseCampaign)
  pause({ campaign_id }: InputOf<typeof PauseCampaign>, context: RequestContext): Promise<MovedCampaign> {
    return this.lifecycle.take('pause', campaign_id, context);
  }

  @Handles(ResumeCampaign)
  resume({ campaign_id, overdue }: InputOf<typeof ResumeCampaign>, context: RequestContext): Promise<MovedCampaign> {
    return this.lifecycle.take('resume', campaign_id, context, overdue);
  }

  @Handles(CompleteCampaign)
  complete({ campaign_id }: InputOf<typeof CompleteCampaign>, context: RequestContext): Promise<MovedCampaign> {
    return this.lifecycle.take('complete', campaign_id, context);
  }

  @Handles(CancelCampaign)
  cancel({ campaign_id }: InputOf<typeof CancelCampaign>, context: RequestContext): Promise<MovedCampaign> {
    return this.lifecycle.take('cancel', campaign_id, context);
  }
}
