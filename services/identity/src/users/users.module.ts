import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { ApiKeysModule } from '../api-keys/api-keys.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { OwnUserService } from './own-user.service.js';
import { StandingService } from './standing.service.js';
import { UsersRpc } from './users.rpc.js';
import { UsersService } from './users.service.js';
import { UsersStore } from './users.store.js';

@Module({
  imports: [AccountsModule, SessionsModule, ApiKeysModule],
  controllers: [UsersRpc],
  providers: [UsersService, OwnUserService, StandingService, UsersStore],
  exports: [StandingService],
})
export class UsersModule {}
