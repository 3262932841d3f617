import { Injectable } from '@nestjs/common';
import { AppError, type InputOf, type LogIn, type OutputOf, type RequestContext } from '@smartcontent/contracts';
import { Database } from '@smartcontent/database';
import { AccountsService } from '../accounts/accounts.service.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { LogInStore } from './log-in.store.js';
import { LogInProof } from './log-in-proof.js';

@Injectable()
export class LogInService {
  constructor(
    private readonly database: Database,
    private readonly store: LogInStore,
    private readonly proof: LogInProof,
    private readonly accounts: AccountsService,
    private readonly sessions: SessionsService,
  ) {}

  async logIn(input: InputOf<typeof LogIn>, context: RequestContext): Promise<OutputOf<typeof LogIn>> {
    const { user, passwordHash } = await this.proof.demand(input, context);
    return this.database.withTenant({ ...context, actor: user }, async (tx) => {
      const account = await this.accounts.noteLogIn(tx, user.user_id);
      // From here on nobody changes the user. A new password meanwhile ended all sessions, and this one must not outlive it.
      if (!(await this.store.holds(tx, user.user_id, passwordHash))) throw new AppError('IDENTITY_LOGIN_REFUSED');
      return { ...account, session: await this.sessions.open(tx, user, context) };
    });
  }
}
