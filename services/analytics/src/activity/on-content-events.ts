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
import { ActivityService } from './activity.service.js';

@Controller()
export class OnContentEvents {
  constructor(private readonly activity: ActivityService) {}

  @HandlesBatch(ContentCreated, ContentUpdated, ContentMoved, VersionApproved, ContentPublished, ContentDeleted)
  handle(events: readonly EventOf[], tx: Tx): Promise<void> {
    return this.activity.recordContents(events, tx);
  }
}
