import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import {
  type Campaign,
  CreateCampaign,
  DeleteCampaign,
  GetCampaign,
  type InputOf,
  ListCampaigns,
  type OutputOf,
  ReadCampaignState,
  type RequestContext,
  UpdateCampaign,
} from '@smartcontent/contracts';
import { CampaignsService } from './campaigns.service.js';

@Controller()
export class CampaignsRpc {
  constructor(private readonly campaigns: CampaignsService) {}

  @Handles(CreateCampaign)
  create(input: InputOf<typeof CreateCampaign>, context: RequestContext): Promise<Campaign> {
    return this.campaigns.create(input, context);
  }

  @Handles(ListCampaigns)
  list(input: InputOf<typeof ListCampaigns>, context: RequestContext): Promise<OutputOf<typeof ListCampaigns>> {
    return this.campaigns.list(input, context);
  }

  @Handles(GetCampaign)
  get(input: InputOf<typeof GetCampaign>, context: RequestContext): Promise<Campaign> {
    return this.campaigns.get(input.campaign_id, context);
  }

  @Handles(ReadCampaignState)
  state(input: InputOf<typeof ReadCampaignState>, context: RequestContext): Promise<OutputOf<typeof ReadCampaignState>> {
    return this.campaigns.state(input.campaign_id, context);
  }

  @Handles(UpdateCampaign)
  update(input: InputOf<typeof UpdateCampaign>, context: RequestContext): Promise<Campaign> {
    return this.campaigns.update(input, context);
  }

  @Handles(DeleteCampaign)
  delete(input: InputOf<typeof DeleteCampaign>, context: RequestContext): Promise<OutputOf<typeof DeleteCampaign>> {
    return this.campaigns.delete(input.campaign_id, context);
  }
}
