import { Injectable } from '@nestjs/common';
import { type Actor, type InputOf, type LogIn, type OutputOf, type RequestContext, ROLE_SCOPES } from '@smartcontent/contracts';
import { Database } from '@smartcontent/database';
import { AccountsService } from '../accounts/accounts.service.js';
import { grantedLimits } from '../granted-limits.js';
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
    const { company_id, user_id, role, tier, api_limits } = await this.proof.demand(input, context);
    const scopes = [...ROLE_SCOPES[role]];
    const actor: Extract<Actor, { kind: 'user' }> = { kind: 'user', company_id, user_id, role, tier, scopes, ...grantedLimits(api_limits) };
    return this.database.withTenant({ ...context, actor }, async (tx) => {
      const account = await this.accounts.noteLogIn(tx, user_id);
      return { ...account, session: await this.sessions.open(tx, actor, context) };
    });
  }
}
