import { Controller } from '@nestjs/common';
import { HandlesBatch } from '@smartcontent/bus';
import { type EventOf, PostPublished, PostScheduled, PostStopped } from '@smartcontent/contracts';
import type { Tx } from '@smartcontent/database';
import { AttachmentsService, type PostEvent } from './attachments.service.js';

@Controller()
export class OnSchedulingEvents {
  constructor(private readonly attachments: AttachmentsService) {}

  @HandlesBatch(PostScheduled, PostPublished, PostStopped)
  handle(events: readonly EventOf[], tx: Tx): Promise<void> {
    return this.attachments.followPosts(events as readonly PostEvent[], tx);
  }
}
