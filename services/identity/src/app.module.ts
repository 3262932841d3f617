import { Global, Module } from '@nestjs/common';
import { AccessTokens } from './access-tokens.js';
import { AccountsModule } from './accounts/accounts.module.js';
import { ApiKeysModule } from './api-keys/api-keys.module.js';
import { AuditModule } from './audit/audit.module.js';
import { ClientsModule } from './clients/clients.module.js';
import { CompaniesModule } from './companies/companies.module.js';
import { ContactsModule } from './contacts/contacts.module.js';
import { EmailChangesModule } from './email-changes/email-changes.module.js';
import { EmailVerificationsModule } from './email-verifications/email-verifications.module.js';
import { ErasuresModule } from './erasure/erasures.module.js';
import { InvitationsModule } from './invitations/invitations.module.js';
import { LogInModule } from './log-in/log-in.module.js';
import { PasswordChangesModule } from './password-changes/password-changes.module.js';
import { PasswordResetsModule } from './password-resets/password-resets.module.js';
import { Passwords } from './passwords.js';
import { ProfilesModule } from './profiles/profiles.module.js';
import { ProviderKeysModule } from './provider-keys/provider-keys.module.js';
import { SessionsModule } from './sessions/sessions.module.js';
import { SignUpModule } from './sign-up/sign-up.module.js';
import { IdentityTelemetry } from './telemetry.js';
import { TotpModule } from './totp/totp.module.js';
import { UsersModule } from './users/users.module.js';
import { VocabularyModule } from './vocabulary/vocabulary.module.js';

@Global()
@Module({
  imports: [
    AccountsModule,
    AuditModule,
    SignUpModule,
    EmailVerificationsModule,
    EmailChangesModule,
    PasswordResetsModule,
    InvitationsModule,
    UsersModule,
    VocabularyModule,
    ProfilesModule,
    CompaniesModule,
    ContactsModule,
    SessionsModule,
    LogInModule,
    PasswordChangesModule,
    TotpModule,
    ApiKeysModule,
    ClientsModule,
    ProviderKeysModule,
    ErasuresModule,
  ],
  providers: [AccessTokens, Passwords, IdentityTelemetry],
  exports: [AccessTokens, Passwords, IdentityTelemetry],
})
export class AppModule {}
