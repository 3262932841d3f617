import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { TotpModule } from '../totp/totp.module.js';
import { LogInRpc } from './log-in.rpc.js';
import { LogInService } from './log-in.service.js';
import { LogInStore } from './log-in.store.js';
import { LogInProof } from './log-in-proof.js';

@Module({
  imports: [AccountsModule, SessionsModule, TotpModule],
  controllers: [LogInRpc],
  providers: [LogInService, LogInStore, LogInProof],
})
export class LogInModule {}
