import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { SessionsRpc } from './sessions.rpc.js';
import { SessionsService } from './sessions.service.js';
import { SessionsStore } from './sessions.store.js';

@Module({ imports: [AccountsModule], controllers: [SessionsRpc], providers: [SessionsService, SessionsStore] })
export class SessionsModule {}
