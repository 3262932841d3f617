import { Module } from '@nestjs/common';
import { AttachmentsService } from './attachments.service.js';
import { AttachmentsStore } from './attachments.store.js';
import { OnContentEvents } from './on-content-events.js';
import { OnSchedulingEvents } from './on-scheduling-events.js';

@Module({ controllers: [OnContentEvents, OnSchedulingEvents], providers: [AttachmentsService, AttachmentsStore] })
export class AttachmentsModule {}
