import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import { CountActivity, type InputOf, ListContentActivity, type OutputOf, type RequestContext } from '@smartcontent/contracts';
import { ActivityService } from './activity.service.js';

@Controller()
export class ActivityRpc {
  constructor(private readonly activity: ActivityService) {}

  @Handles(ListContentActivity)
  list(input: InputOf<typeof ListContentActivity>, context: RequestContext): Promise<OutputOf<typeof ListContentActivity>> {
    return this.activity.list(input, context);
  }

  @Handles(CountActivity)
  count(input: InputOf<typeof CountActivity>, context: RequestContext): Promise<OutputOf<typeof CountActivity>> {
    return this.activity.count(input, context);
  }
}
