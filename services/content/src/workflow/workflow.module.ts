import { Module } from '@nestjs/common';
import { ContentModule } from '../content/content.module.js';
import { WorkflowRpc } from './workflow.rpc.js';
import { WorkflowService } from './workflow.service.js';
import { WorkflowStore } from './workflow.store.js';

@Module({ imports: [ContentModule], controllers: [WorkflowRpc], providers: [WorkflowService, WorkflowStore] })
export class WorkflowModule {}
