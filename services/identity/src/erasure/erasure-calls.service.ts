import { Injectable } from '@nestjs/common';
import { ActorTokens, RequestClient } from '@smartcontent/bus';
import { ERASE_PARTS, type ErasedPlace, type ErasureTarget, type OperatedService } from '@smartcontent/contracts';
import { ServiceEraser } from '@smartcontent/service';

/** A service works for some seconds, or waits for a store that does; the right to answer ends after two minutes. */
const PART_MS = 100_000;

/** Has one service erase its part: the others by a request in which identity acts for the company, itself directly. */
@Injectable()
export class ErasureCalls {
  constructor(
    private readonly own: ServiceEraser,
    private readonly client: RequestClient,
    private readonly tokens: ActorTokens,
  ) {}

  async erase(service: OperatedService, target: ErasureTarget): Promise<readonly ErasedPlace[]> {
    if (service === 'identity') return this.own.erase(target);
    const context = { ...(await this.tokens.serviceContext(target.companyId, 'erasure')), deadlineMs: Date.now() + PART_MS };
    return (await this.client.call(ERASE_PARTS[service], { user_id: target.userId }, context)).places;
  }
}
