import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { MailModule } from '../mail/mail.module.js';
import { EmailVerificationsRpc } from './email-verifications.rpc.js';
import { EmailVerificationsService } from './email-verifications.service.js';
import { EmailVerificationsStore } from './email-verifications.store.js';

@Module({
  imports: [AccountsModule, MailModule],
  controllers: [EmailVerificationsRpc],
  providers: [EmailVerificationsService, EmailVerificationsStore],
  exports: [EmailVerificationsService],
})
export class EmailVerificationsModule {}
