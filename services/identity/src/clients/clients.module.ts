import { Module } from '@nestjs/common';
import { ApiKeysModule } from '../api-keys/api-keys.module.js';
import { ClientsRpc } from './clients.rpc.js';
import { ClientsService } from './clients.service.js';
import { ClientsStore } from './clients.store.js';

@Module({ imports: [ApiKeysModule], controllers: [ClientsRpc], providers: [ClientsService, ClientsStore] })
export class ClientsModule {}
