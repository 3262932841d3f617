import { Module } from '@nestjs/common';
import { ApiKeysRpc } from './api-keys.rpc.js';
import { ApiKeysService } from './api-keys.service.js';
import { ApiKeysStore } from './api-keys.store.js';
import { KeyLookUp } from './key-look-up.service.js';

@Module({ controllers: [ApiKeysRpc], providers: [ApiKeysService, ApiKeysStore, KeyLookUp], exports: [ApiKeysService] })
export class ApiKeysModule {}
