import { Injectable } from '@nestjs/common';
import { type Actor, AppError, type InputOf, type LogIn, type OutputOf, type RequestContext, ROLE_SCOPES } from '@smartcontent/contracts';
import { AccessTokens } from '../access-tokens.js';
import { AccountsService } from '../accounts/accounts.service.js';
import { Passwords } from '../passwords.js';
import { IdentityTelemetry } from '../telemetry.js';
import { SessionsStore } from './sessions.store.js';

@Injectable()
export class SessionsService {
  constructor(
    private readonly store: SessionsStore,
    private readonly accounts: AccountsService,
    private readonly passwords: Passwords,
    private readonly tokens: AccessTokens,
    private readonly telemetry: IdentityTelemetry,
  ) {}

  /** Unknown address, wrong password and inactive account are one refusal, after the same work. */
  async logIn(input: InputOf<typeof LogIn>, context: RequestContext): Promise<OutputOf<typeof LogIn>> {
    const known = await this.store.findCredentials(input.email);
    const matches = await this.passwords.verify(known?.password_hash, input.password);
    if (!known?.is_active || !matches) {
      this.telemetry.logInRefused(context);
      throw new AppError('IDENTITY_LOGIN_REFUSED');
    }
    const { company_id, user_id, role, tier } = known;
    const actor: Extract<Actor, { kind: 'user' }> = { kind: 'user', company_id, user_id, role, tier, scopes: [...ROLE_SCOPES[role]] };
    const account = await this.accounts.noteLogIn(user_id, { ...context, actor });
    this.telemetry.loggedIn(user_id, context);
    return { ...account, session: await this.tokens.issue(actor) };
  }
}
