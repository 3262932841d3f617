import { Module } from '@nestjs/common';
import { ProviderKeysRpc } from './provider-keys.rpc.js';
import { ProviderKeysService } from './provider-keys.service.js';
import { ProviderKeysStore } from './provider-keys.store.js';

@Module({ controllers: [ProviderKeysRpc], providers: [ProviderKeysService, ProviderKeysStore] })
export class ProviderKeysModule {}
