import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import { ContentDeleted, type EventOf } from '@smartcontent/contracts';
import { ContentService } from '../content/content.service.js';

/** The net of the cache: the writer has dropped the entry already, unless it died or Redis was away. */
@Controller()
export class OnContentDeleted {
  constructor(private readonly content: ContentService) {}

  @Handles(ContentDeleted)
  handle(event: EventOf<typeof ContentDeleted>): Promise<void> {
    return this.content.forget(event);
  }
}
