import { Injectable } from '@nestjs/common';
import { AppError, type InputOf, type LogIn, type OutputOf, type RequestContext } from '@smartcontent/contracts';
import { Database } from '@smartcontent/database';
import { AccountsService } from '../accounts/accounts.service.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { LogInStore } from './log-in.store.js';
import { actorOf, LogInProof } from './log-in-proof.js';

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
    const proven = await this.proof.demand(input, context);
    return this.database.withTenant({ ...context, actor: actorOf(proven) }, async (tx) => {
      // A new password or another role meanwhile ended all sessions: this one must not come from before.
      const standing = await this.store.hold(tx, proven.user_id, proven.password_hash);
      if (!standing) throw new AppError('IDENTITY_LOGIN_REFUSED');
      const account = await this.accounts.noteLogIn(tx, proven.user_id);
      return { ...account, session: await this.sessions.open(tx, actorOf({ ...proven, ...standing }), context) };
    });
  }
}
