import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import { type InputOf, type OutputOf, PageEngagement } from '@smartcontent/contracts';
import { EngagementService } from './engagement.service.js';

@Controller()
export class EngagementRpc {
  constructor(private readonly engagement: EngagementService) {}

  @Handles(PageEngagement)
  page(input: InputOf<typeof PageEngagement>): Promise<OutputOf<typeof PageEngagement>> {
    return this.engagement.page(input);
  }
}
