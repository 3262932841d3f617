import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import { type EventOf, VersionApproved } from '@smartcontent/contracts';
import { ContentService } from '../content/content.service.js';

/** The net of the cache: the writer has dropped the entry already, unless it died or Redis was away. */
@Controller()
export class OnVersionApproved {
  constructor(private readonly content: ContentService) {}

  @Handles(VersionApproved)
  handle(event: EventOf<typeof VersionApproved>): Promise<void> {
    return this.content.forget(event);
  }
}
