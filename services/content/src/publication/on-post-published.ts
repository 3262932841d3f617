import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import { type EventOf, PostPublished } from '@smartcontent/contracts';
import type { Tx } from '@smartcontent/database';
import { PublicationService } from './publication.service.js';

@Controller()
export class OnPostPublished {
  constructor(private readonly publication: PublicationService) {}

  @Handles(PostPublished)
  handle(event: EventOf<typeof PostPublished>, tx: Tx): Promise<void> {
    return this.publication.postPublished(event, tx);
  }
}
