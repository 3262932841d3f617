import { Injectable } from '@nestjs/common';
import { type Actor, type InputOf, type OutputOf, type RequestContext, ROLE_SCOPES, type SignUp } from '@smartcontent/contracts';
import { Database, newId } from '@smartcontent/database';
import { AccountsService } from '../accounts/accounts.service.js';
import { EmailVerificationsService } from '../email-verifications/email-verifications.service.js';
import { Passwords } from '../passwords.js';
import { SessionsService } from '../sessions/sessions.service.js';

@Injectable()
export class SignUpService {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountsService,
    private readonly passwords: Passwords,
    private readonly sessions: SessionsService,
    private readonly verifications: EmailVerificationsService,
  ) {}

  /** The new admin is the one who acts: so company and user come into being under the company's own policy, and the audit names them. */
  async signUp(input: InputOf<typeof SignUp>, context: RequestContext): Promise<OutputOf<typeof SignUp>> {
    const passwordHash = await this.passwords.hash(input.password, context);
    const admin: Extract<Actor, { kind: 'user' }> = {
      kind: 'user',
      company_id: newId(),
      user_id: newId(),
      role: 'admin',
      tier: 'free',
      scopes: [...ROLE_SCOPES.admin],
    };
    return this.database.withTenant({ ...context, actor: admin }, async (tx) => {
      const account = await this.accounts.create(tx, admin, input, passwordHash);
      await this.verifications.welcome(tx, admin.company_id, admin.user_id);
      return { ...account, session: await this.sessions.open(tx, admin, context) };
    });
  }
}
