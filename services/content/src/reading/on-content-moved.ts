import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import { ContentMoved, type EventOf } from '@smartcontent/contracts';
import { ContentService } from '../content/content.service.js';

/** The net of the cache: the writer has dropped the entry already, unless it died or Redis was away. */
@Controller()
export class OnContentMoved {
  constructor(private readonly content: ContentService) {}

  @Handles(ContentMoved)
  handle(event: EventOf<typeof ContentMoved>): Promise<void> {
    return this.content.forget(event);
  }
}
