import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import { type EventOf, PostScheduled } from '@smartcontent/contracts';
import type { Tx } from '@smartcontent/database';
import { PublicationService } from './publication.service.js';

@Controller()
export class OnPostScheduled {
  constructor(private readonly publication: PublicationService) {}

  @Handles(PostScheduled)
  handle(event: EventOf<typeof PostScheduled>, tx: Tx): Promise<void> {
    return this.publication.postScheduled(event, tx);
  }
}
