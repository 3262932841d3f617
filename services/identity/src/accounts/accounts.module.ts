import { Module } from '@nestjs/common';
import { SessionsModule } from '../sessions/sessions.module.js';
import { AccountsRpc } from './accounts.rpc.js';
import { AccountsService } from './accounts.service.js';
import { AccountsStore } from './accounts.store.js';

@Module({ imports: [SessionsModule], controllers: [AccountsRpc], providers: [AccountsService, AccountsStore], exports: [AccountsService] })
export class AccountsModule {}
