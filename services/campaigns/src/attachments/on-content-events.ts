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
import { AttachmentsService, type ContentEvent } from './attachments.service.js';

@Controller()
export class OnContentEvents {
  constructor(private readonly attachments: AttachmentsService) {}

  @HandlesBatch(ContentCreated, ContentUpdated, ContentMoved, VersionApproved, ContentPublished, ContentDeleted)
  handle(events: readonly EventOf[], tx: Tx): Promise<void> {
    return this.attachments.followContents(events as readonly ContentEvent[], tx);
  }
}
