import { Injectable } from '@nestjs/common';
import {
  type Actor,
  AppError,
  CompanyCreated,
  type GetAccount,
  type InputOf,
  type OutputOf,
  type RequestContext,
  type SignUp,
} from '@smartcontent/contracts';
import { commitChange, Database, isUniqueViolation, type Tx } from '@smartcontent/database';
import { IdentityTelemetry } from '../telemetry.js';
import { AccountsStore, type NewUser } from './accounts.store.js';

type Account = OutputOf<typeof GetAccount>;

const USERNAME_LENGTH = 100;

@Injectable()
export class AccountsService {
  constructor(
    private readonly database: Database,
    private readonly store: AccountsStore,
    private readonly telemetry: IdentityTelemetry,
  ) {}

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

  /** A company and its admin, who acts in this transaction. */
  async create(tx: Tx, admin: Extract<Actor, { kind: 'user' }>, input: InputOf<typeof SignUp>, passwordHash: string): Promise<Account> {
    const { company_id, user_id, role } = admin;
    const company = await this.store.insertCompany(tx, { id: company_id, name: input.company_name, tier: admin.tier });
    const data = { name: company.name, admin_user_id: user_id };
    await commitChange(tx, {
      event: { contract: CompanyCreated, aggregateId: company.id, aggregateVersion: 1, data },
      audit: { table: 'companies', operation: 'insert', after: company },
    });
    const { email, username } = input;
    const user = await this.addUser(tx, { id: user_id, company_id, email, username, role, password_hash: passwordHash });
    await commitChange(tx, { event: null, audit: { table: 'users', operation: 'insert', after: user } });
    const { context } = tx;
    if (context) tx.afterCommit(() => this.telemetry.signedUp(company.id, context));
    return { company, user };
  }

  /**
   * The row of a new user; its audit is the caller's.
   * @throws AppError IDENTITY_EMAIL_TAKEN, IDENTITY_USERNAME_TAKEN
   */
  async addUser(tx: Tx, user: Omit<NewUser, 'username'> & { readonly username: string | undefined }): Promise<Account['user']> {
    const username = user.username ?? user.email.slice(0, user.email.indexOf('@')).slice(0, USERNAME_LENGTH);
    return this.store.insertUser(tx, { ...user, username }).catch((error: unknown) => {
      if (isUniqueViolation(error, 'users_email_once')) throw new AppError('IDENTITY_EMAIL_TAKEN');
      if (isUniqueViolation(error)) throw new AppError('IDENTITY_USERNAME_TAKEN');
      throw error;
    });
  }

  /** What is decided by looking at several people of the company, or at what it sent, is decided by one at a time. */
  lockCompany(tx: Tx): Promise<void> {
    return this.store.lockCompany(tx);
  }

  /**
   * What one user does with what is his comes one after the other. A statement of its own: one that also reads would go on with what it saw
   * before it had to wait.
   * @throws AppError PLATFORM_ACTOR_REFUSED where the user is gone or was switched off
   */
  async lockUser(tx: Tx, userId: string): Promise<void> {
    if (!(await this.store.lockUser(tx, userId))) throw new AppError('PLATFORM_ACTOR_REFUSED');
  }

  /**
   * The account of a user of the transaction's company. A token may outlive its user by minutes.
   * @throws AppError PLATFORM_ACTOR_REFUSED where the user is gone or was switched off
   */
  async read(tx: Tx, userId: string): Promise<Account> {
    const account = await this.store.find(tx, userId);
    if (!account) throw new AppError('PLATFORM_ACTOR_REFUSED');
    return account;
  }
}
