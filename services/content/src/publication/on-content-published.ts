import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import { ContentPublished, type EventOf } from '@smartcontent/contracts';
import { PublicationService } from './publication.service.js';

@Controller()
export class OnContentPublished {
  constructor(private readonly publication: PublicationService) {}

  @Handles(ContentPublished)
  handle(event: EventOf<typeof ContentPublished>): Promise<void> {
    return this.publication.contentPublished(event);
  }
}
