import { Controller } from '@nestjs/common';
import { HandlesBatch } from '@smartcontent/bus';
import {
  ContentCreated,
  ContentDeleted,
  ContentMoved,
  ContentPublished,
  ContentUpdated,
  type EventOf,
  VersionApproved,
} from '@smartcontent/contracts';
import type { Tx } from '@smartcontent/database';
import { IndexQueueService } from './index-queue.service.js';

@Controller()
export class OnContentEvents {
  constructor(private readonly queue: IndexQueueService) {}

  @HandlesBatch(ContentCreated, ContentUpdated, ContentMoved, VersionApproved, ContentPublished, ContentDeleted)
  handle(events: readonly EventOf[], tx: Tx): Promise<void> {
    return this.queue.follow(events, tx);
  }
}
