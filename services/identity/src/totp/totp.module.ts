import { Module } from '@nestjs/common';
import { MailModule } from '../mail/mail.module.js';
import { PasswordChangesModule } from '../password-changes/password-changes.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { LostTotpService } from './lost-totp.service.js';
import { TotpRpc } from './totp.rpc.js';
import { TotpService } from './totp.service.js';
import { TotpStore } from './totp.store.js';

@Module({
  imports: [PasswordChangesModule, SessionsModule, MailModule],
  controllers: [TotpRpc],
  providers: [TotpService, LostTotpService, TotpStore],
  exports: [TotpService],
})
export class TotpModule {}
