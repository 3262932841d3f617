import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { MailModule } from '../mail/mail.module.js';
import { AcceptanceService } from './acceptance.service.js';
import { InvitationsRpc } from './invitations.rpc.js';
import { InvitationsService } from './invitations.service.js';
import { InvitationsStore } from './invitations.store.js';

@Module({
  imports: [AccountsModule, MailModule],
  controllers: [InvitationsRpc],
  providers: [InvitationsService, AcceptanceService, InvitationsStore],
})
export class InvitationsModule {}
