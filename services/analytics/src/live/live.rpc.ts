import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import { GetLiveEngagement, type InputOf, type OutputOf, type RequestContext } from '@smartcontent/contracts';
import { companyOf } from '../company.js';
import { LiveService } from './live.service.js';

@Controller()
export class LiveRpc {
  constructor(private readonly live: LiveService) {}

  @Handles(GetLiveEngagement)
  async read({ content_id }: InputOf<typeof GetLiveEngagement>, context: RequestContext): Promise<OutputOf<typeof GetLiveEngagement>> {
    return { content_id, counts: await this.live.read(companyOf(context), content_id.toLowerCase()) };
  }
}
