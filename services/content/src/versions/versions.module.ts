import { Module } from '@nestjs/common';
import { VersionsRpc } from './versions.rpc.js';
import { VersionsService } from './versions.service.js';
import { VersionsStore } from './versions.store.js';

@Module({ controllers: [VersionsRpc], providers: [VersionsService, VersionsStore] })
export class VersionsModule {}
