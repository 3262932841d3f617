import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import { type EventOf, PostStopped } from '@smartcontent/contracts';
import type { Tx } from '@smartcontent/database';
import { PublicationService } from './publication.service.js';

@Controller()
export class OnPostStopped {
  constructor(private readonly publication: PublicationService) {}

  @Handles(PostStopped)
  handle(event: EventOf<typeof PostStopped>, tx: Tx): Promise<void> {
    return this.publication.postStopped(event, tx);
  }
}
