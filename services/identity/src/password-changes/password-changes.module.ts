import { Module } from '@nestjs/common';
import { SessionsModule } from '../sessions/sessions.module.js';
import { PasswordChangesRpc } from './password-changes.rpc.js';
import { PasswordChangesService } from './password-changes.service.js';
import { PasswordChangesStore } from './password-changes.store.js';

@Module({
  imports: [SessionsModule],
  controllers: [PasswordChangesRpc],
  providers: [PasswordChangesService, PasswordChangesStore],
  exports: [PasswordChangesService],
})
export class PasswordChangesModule {}
