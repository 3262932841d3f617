import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import { CheckDuplicates, FindNearDuplicates, type InputOf, type OutputOf, type RequestContext } from '@smartcontent/contracts';
import { DuplicatesService } from './duplicates.service.js';

@Controller()
export class DuplicatesRpc {
  constructor(private readonly duplicates: DuplicatesService) {}

  @Handles(FindNearDuplicates)
  find(input: InputOf<typeof FindNearDuplicates>, context: RequestContext): Promise<OutputOf<typeof FindNearDuplicates>> {
    return this.duplicates.find(input, context);
  }

  @Handles(CheckDuplicates)
  check(input: InputOf<typeof CheckDuplicates>, context: RequestContext): Promise<OutputOf<typeof CheckDuplicates>> {
    return this.duplicates.check(input, context);
  }
}
