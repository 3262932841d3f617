import { Injectable } from '@nestjs/common';
import { AppError, type InputOf, type RequestContext, type UpdateUser, type UserDetail, UserUpdated } from '@smartcontent/contracts';
import { commitChange, Database, type Tx } from '@smartcontent/database';
import { AccountsService } from '../accounts/accounts.service.js';
import { ApiKeysService } from '../api-keys/api-keys.service.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { UsersStore } from './users.store.js';

/** What somebody may do in his company, and whether he is let in at all. */
@Injectable()
export class StandingService {
  constructor(
    private readonly database: Database,
    private readonly store: UsersStore,
    private readonly accounts: AccountsService,
    private readonly sessions: SessionsService,
    private readonly keys: ApiKeysService,
  ) {}

  /**
   * Repeating it changes nothing. What the user was allowed until now is over at once: his sessions end; switched off, his keys too.
   * Of two admins who take each other's role at once the second is none any more when it is his turn.
   */
  update({ user_id, ...wanted }: InputOf<typeof UpdateUser>, context: RequestContext): Promise<UserDetail> {
    return this.database.withTenant(context, async (tx) => {
      await this.accounts.lockCompany(tx);
      const before = await this.store.lock(tx, user_id);
      if (!before || (await this.store.isErased(tx, user_id))) throw new AppError('IDENTITY_USER_NOT_FOUND');
      if (!(await this.store.isStill(tx, context.actor))) throw new AppError('PLATFORM_ACTOR_REFUSED');
      return this.change(tx, before, { role: wanted.role ?? before.role, is_active: wanted.is_active ?? before.is_active }, context);
    });
  }

  /**
   * Locks out, in the caller's transaction, somebody who is erased, by himself or by an admin.
   * @throws AppError IDENTITY_USER_NOT_FOUND, IDENTITY_LAST_ADMIN
   */
  async switchOff(tx: Tx, userId: string, context: RequestContext): Promise<void> {
    await this.accounts.lockCompany(tx);
    const before = await this.store.lock(tx, userId);
    if (!before) throw new AppError('IDENTITY_USER_NOT_FOUND');
    if (!(await this.store.isStill(tx, context.actor))) throw new AppError('PLATFORM_ACTOR_REFUSED');
    await this.change(tx, before, { role: before.role, is_active: false }, context);
  }

  private async change(
    tx: Tx,
    before: UserDetail,
    after: Pick<UserDetail, 'role' | 'is_active'>,
    context: RequestContext,
  ): Promise<UserDetail> {
    const user_id = before.id;
    tx.noteBefore(before);
    if (after.role === before.role && after.is_active === before.is_active) return before;
    if (isAdmin(before) && !isAdmin(after) && !(await this.store.hasOtherAdmin(tx, user_id))) throw new AppError('IDENTITY_LAST_ADMIN');
    const { user, revision } = await this.store.setStanding(tx, user_id, after);
    await commitChange(tx, {
      event: { contract: UserUpdated, aggregateId: user_id, aggregateVersion: revision, data: after },
      audit: { table: 'users', operation: 'update', before: standing(before), after: { id: user_id, ...after } },
    });
    await this.sessions.endAllOf(tx, user_id, user.is_active ? 'role-changed' : 'deactivated');
    if (user.is_active) await this.keys.forgetOfMaker(tx, user_id);
    else await this.keys.revokeOfMaker(tx, user_id, context);
    return user;
  }
}

function isAdmin({ role, is_active }: Pick<UserDetail, 'role' | 'is_active'>): boolean {
  return role === 'admin' && is_active;
}

function standing({ id, role, is_active }: UserDetail) {
  return { id, role, is_active };
}
