import { Module } from '@nestjs/common';
import { ApiKeysRpc } from './api-keys.rpc.js';
import { ApiKeysService } from './api-keys.service.js';
import { ApiKeysStore } from './api-keys.store.js';

@Module({ controllers: [ApiKeysRpc], providers: [ApiKeysService, ApiKeysStore] })
export class ApiKeysModule {}
