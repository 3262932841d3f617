import { Injectable } from '@nestjs/common';
import { AppError, type InputOf, type RequestContext, type UpdateOwnUser, type UserDetail } from '@smartcontent/contracts';
import { commitChange, Database, isUniqueViolation } from '@smartcontent/database';
import { UsersStore } from './users.store.js';

/** What a user sees of himself and changes himself. */
@Injectable()
export class OwnUserService {
  constructor(
    private readonly database: Database,
    private readonly store: UsersStore,
  ) {}

  get(context: RequestContext): Promise<UserDetail> {
    return this.database.withTenant(context, async (tx) => present(await this.store.find(tx, selfOf(context))));
  }

  update(changes: InputOf<typeof UpdateOwnUser>, context: RequestContext): Promise<UserDetail> {
    return this.database.withTenant(context, async (tx) => {
      const before = present(await this.store.lock(tx, selfOf(context)));
      const after = await this.store.updateOwn(tx, before.id, { ...before, ...changes }).catch((error: unknown) => {
        throw isUniqueViolation(error, 'users_username_once') ? new AppError('IDENTITY_USERNAME_TAKEN') : error;
      });
      await commitChange(tx, { event: null, audit: { table: 'users', operation: 'update', before, after } });
      return after;
    });
  }
}

function selfOf({ actor }: RequestContext): string {
  if (!('user_id' in actor)) throw new AppError('PLATFORM_ACTOR_REFUSED');
  return actor.user_id;
}

/** A token may outlive its user by minutes; it is refused then. */
function present(user: UserDetail | undefined): UserDetail {
  if (!user?.is_active) throw new AppError('PLATFORM_ACTOR_REFUSED');
  return user;
}
