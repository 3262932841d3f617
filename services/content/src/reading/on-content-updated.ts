import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import { ContentUpdated, type EventOf } from '@smartcontent/contracts';
import { ContentService } from '../content/content.service.js';

/** The net of the cache: the writer has dropped the entry already, unless it died or Redis was away. */
@Controller()
export class OnContentUpdated {
  constructor(private readonly content: ContentService) {}

  @Handles(ContentUpdated)
  handle(event: EventOf<typeof ContentUpdated>): Promise<void> {
    return this.content.forget(event);
  }
}
