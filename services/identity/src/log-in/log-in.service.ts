import { Injectable } from '@nestjs/common';
import type { InputOf, LogIn, OutputOf, RequestContext } from '@smartcontent/contracts';
import { Database } from '@smartcontent/database';
import { AccountsService } from '../accounts/accounts.service.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { LogInProof } from './log-in-proof.js';

@Injectable()
export class LogInService {
  constructor(
    private readonly database: Database,
    private readonly proof: LogInProof,
    private readonly accounts: AccountsService,
    private readonly sessions: SessionsService,
  ) {}

  async logIn(input: InputOf<typeof LogIn>, context: RequestContext): Promise<OutputOf<typeof LogIn>> {
    const actor = await this.proof.demand(input, context);
    return this.database.withTenant({ ...context, actor }, async (tx) => {
      const account = await this.accounts.noteLogIn(tx, actor.user_id);
      return { ...account, session: await this.sessions.open(tx, actor, context) };
    });
  }
}
