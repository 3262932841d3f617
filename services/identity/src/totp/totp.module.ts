import { Module } from '@nestjs/common';
import { PasswordChangesModule } from '../password-changes/password-changes.module.js';
import { TotpRpc } from './totp.rpc.js';
import { TotpService } from './totp.service.js';
import { TotpStore } from './totp.store.js';

@Module({ imports: [PasswordChangesModule], controllers: [TotpRpc], providers: [TotpService, TotpStore], exports: [TotpService] })
export class TotpModule {}
