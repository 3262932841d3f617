import { Injectable } from '@nestjs/common';
import {
  type Actor,
  AppError,
  CompanyCreated,
  type GetAccount,
  type InputOf,
  type OutputOf,
  type RequestContext,
  ROLE_SCOPES,
  type SignUp,
} from '@smartcontent/contracts';
import { commitChange, Database, isUniqueViolation, newId, type Tx } from '@smartcontent/database';
import { Passwords } from '../passwords.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { IdentityTelemetry } from '../telemetry.js';
import { AccountsStore } from './accounts.store.js';

type Account = OutputOf<typeof GetAccount>;
type NewAdmin = Extract<Actor, { kind: 'user' }>;

const USERNAME_LENGTH = 100;

@Injectable()
export class AccountsService {
  constructor(
    private readonly database: Database,
    private readonly store: AccountsStore,
    private readonly passwords: Passwords,
    private readonly sessions: SessionsService,
    private readonly telemetry: IdentityTelemetry,
  ) {}

  /** The new admin is the one who acts: so company and user come into being under the company's own policy, and the audit names them. */
  async signUp(input: InputOf<typeof SignUp>, context: RequestContext): Promise<OutputOf<typeof SignUp>> {
    const passwordHash = await this.passwords.hash(input.password, context);
    const actor: NewAdmin = {
      kind: 'user',
      company_id: newId(),
      user_id: newId(),
      role: 'admin',
      tier: 'free',
      scopes: [...ROLE_SCOPES.admin],
    };
    const work = async (tx: Tx): Promise<OutputOf<typeof SignUp>> => {
      const created = await this.createAccount(tx, actor, input, passwordHash);
      return { ...created, session: await this.sessions.open(tx, actor, context) };
    };
    const account = await this.database.withTenant({ ...context, actor }, work).catch((error: unknown) => {
      throw isUniqueViolation(error, 'users_email_once') ? new AppError('IDENTITY_EMAIL_TAKEN') : error;
    });
    this.telemetry.signedUp(account.company.id, context);
    return account;
  }

  async get(context: RequestContext): Promise<Account> {
    const { actor } = context;
    if (!('user_id' in actor)) throw new AppError('PLATFORM_ACTOR_REFUSED');
    return this.database.withTenant(context, (tx) => this.read(tx, actor.user_id));
  }

  /** The account of the transaction's user, who has just logged in. It is audited; no event tells of it. */
  async noteLogIn(tx: Tx, userId: string): Promise<Account> {
    const { before, after } = await this.store.touchLogIn(tx, userId);
    const audit = { table: 'users', operation: 'update' as const, before: { last_login_at: before }, after: { last_login_at: after } };
    await commitChange(tx, { event: null, audit });
    return this.read(tx, userId);
  }

  /** A token may outlive its user by minutes; it is refused then. */
  private async read(tx: Tx, userId: string): Promise<Account> {
    const account = await this.store.find(tx, userId);
    if (!account) throw new AppError('PLATFORM_ACTOR_REFUSED');
    return account;
  }

  private async createAccount(tx: Tx, actor: NewAdmin, input: InputOf<typeof SignUp>, passwordHash: string): Promise<Account> {
    const username = input.username ?? input.email.slice(0, input.email.indexOf('@')).slice(0, USERNAME_LENGTH);
    const company = await this.store.insertCompany(tx, { id: actor.company_id, name: input.company_name, tier: actor.tier });
    const user = await this.store.insertUser(tx, {
      id: actor.user_id,
      company_id: actor.company_id,
      email: input.email,
      username,
      role: actor.role,
      password_hash: passwordHash,
    });
    const data = { name: company.name, admin_user_id: user.id };
    await commitChange(tx, {
      event: { contract: CompanyCreated, aggregateId: company.id, aggregateVersion: 1, data },
      audit: { table: 'companies', operation: 'insert', after: company },
    });
    await commitChange(tx, { event: null, audit: { table: 'users', operation: 'insert', after: user } });
    return { company, user };
  }
}
