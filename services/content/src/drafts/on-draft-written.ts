import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import { DraftWritten, type EventOf } from '@smartcontent/contracts';
import type { Tx } from '@smartcontent/database';
import { DraftsService } from './drafts.service.js';

@Controller()
export class OnDraftWritten {
  constructor(private readonly drafts: DraftsService) {}

  @Handles(DraftWritten)
  handle(event: EventOf<typeof DraftWritten>, tx: Tx): Promise<void> {
    return this.drafts.keep(event, tx);
  }
}
