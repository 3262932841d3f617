import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { MailModule } from '../mail/mail.module.js';
import { PasswordChangesModule } from '../password-changes/password-changes.module.js';
import { EmailChangesRpc } from './email-changes.rpc.js';
import { EmailChangesService } from './email-changes.service.js';
import { EmailChangesStore } from './email-changes.store.js';

@Module({
  imports: [AccountsModule, MailModule, PasswordChangesModule],
  controllers: [EmailChangesRpc],
  providers: [EmailChangesService, EmailChangesStore],
})
export class EmailChangesModule {}
