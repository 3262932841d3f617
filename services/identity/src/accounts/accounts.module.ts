import { Module } from '@nestjs/common';
import { AccountsRpc } from './accounts.rpc.js';
import { AccountsService } from './accounts.service.js';
import { AccountsStore } from './accounts.store.js';

@Module({ controllers: [AccountsRpc], providers: [AccountsService, AccountsStore], exports: [AccountsService] })
export class AccountsModule {}
