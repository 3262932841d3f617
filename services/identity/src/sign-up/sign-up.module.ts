import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { EmailVerificationsModule } from '../email-verifications/email-verifications.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { SignUpRpc } from './sign-up.rpc.js';
import { SignUpService } from './sign-up.service.js';

@Module({
  imports: [AccountsModule, SessionsModule, EmailVerificationsModule],
  controllers: [SignUpRpc],
  providers: [SignUpService],
})
export class SignUpModule {}
