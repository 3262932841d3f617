import { Global, Module } from '@nestjs/common';
import { AccessTokens } from './access-tokens.js';
import { AccountsModule } from './accounts/accounts.module.js';
import { ApiKeysModule } from './api-keys/api-keys.module.js';
import { ClientsModule } from './clients/clients.module.js';
import { LogInModule } from './log-in/log-in.module.js';
import { Passwords } from './passwords.js';
import { SessionsModule } from './sessions/sessions.module.js';
import { IdentityTelemetry } from './telemetry.js';

@Global()
@Module({
  imports: [AccountsModule, SessionsModule, LogInModule, ApiKeysModule, ClientsModule],
  providers: [AccessTokens, Passwords, IdentityTelemetry],
  exports: [AccessTokens, Passwords, IdentityTelemetry],
})
export class AppModule {}
