import { Module } from '@nestjs/common';
import { DocumentsRpc } from './documents.rpc.js';
import { DocumentsService } from './documents.service.js';
import { DocumentsStore } from './documents.store.js';

@Module({ controllers: [DocumentsRpc], providers: [DocumentsService, DocumentsStore] })
export class DocumentsModule {}
