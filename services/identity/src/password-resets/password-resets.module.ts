import { Module } from '@nestjs/common';
import { MailModule } from '../mail/mail.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { AnswerRequests } from './answer-requests.job.js';
import { PasswordResetsRpc } from './password-resets.rpc.js';
import { PasswordResetsService } from './password-resets.service.js';
import { PasswordResetsStore } from './password-resets.store.js';

@Module({
  imports: [MailModule, SessionsModule],
  controllers: [PasswordResetsRpc],
  providers: [PasswordResetsService, PasswordResetsStore, AnswerRequests],
})
export class PasswordResetsModule {}
