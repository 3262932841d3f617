import { Module } from '@nestjs/common';
import { EngagementRpc } from './engagement.rpc.js';
import { EngagementService } from './engagement.service.js';
import { EngagementStore } from './engagement.store.js';

@Module({ controllers: [EngagementRpc], providers: [EngagementService, EngagementStore], exports: [EngagementService] })
export class EngagementModule {}
