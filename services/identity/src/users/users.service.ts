import { Injectable } from '@nestjs/common';
import {
  AppError,
  type InputOf,
  type ListColleagues,
  type ListUsers,
  type OutputOf,
  type RequestContext,
  type UpdateUser,
  type UserDetail,
  UserUpdated,
} from '@smartcontent/contracts';
import { commitChange, Database, decodeCursor, encodeCursor, type Tx } from '@smartcontent/database';
import { ServiceConfig } from '@smartcontent/service';
import { ApiKeysService } from '../api-keys/api-keys.service.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { UsersStore } from './users.store.js';

/** A company's people, as whoever manages it sees them, and their names for everybody. */
@Injectable()
export class UsersService {
  constructor(
    private readonly database: Database,
    private readonly store: UsersStore,
    private readonly sessions: SessionsService,
    private readonly keys: ApiKeysService,
    private readonly config: ServiceConfig,
  ) {}

  listColleagues(input: InputOf<typeof ListColleagues>, context: RequestContext): Promise<OutputOf<typeof ListColleagues>> {
    return this.page('colleagues', input, context, (tx, limit, after) => this.store.listColleagues(tx, limit, after));
  }

  list(input: InputOf<typeof ListUsers>, context: RequestContext): Promise<OutputOf<typeof ListUsers>> {
    return this.page('users', input, context, (tx, limit, after) => this.store.list(tx, limit, after));
  }

  get(userId: string, context: RequestContext): Promise<UserDetail> {
    return this.database.withTenant(context, async (tx) => known(await this.store.find(tx, userId)));
  }

  /** Repeating it changes nothing. What the user was allowed until now is over at once: his sessions end; switched off, his keys too. */
  update({ user_id, ...wanted }: InputOf<typeof UpdateUser>, context: RequestContext): Promise<UserDetail> {
    return this.database.withTenant(context, async (tx) => {
      await this.store.lockCompany(tx);
      const before = known(await this.store.lock(tx, user_id));
      const after = { role: wanted.role ?? before.role, is_active: wanted.is_active ?? before.is_active };
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
    });
  }

  private async page<T extends { readonly id: string }>(
    list: string,
    { limit, cursor }: InputOf<typeof ListUsers>,
    context: RequestContext,
    read: (tx: Tx, limit: number, after: string | null) => Promise<T[]>,
  ): Promise<{ items: T[]; next_cursor: string | null }> {
    const { cursorKey } = this.config;
    const after = cursor ? (decodeCursor(cursorKey, list, cursor)[0] as string) : null;
    const rows = await this.database.withTenant(context, (tx) => read(tx, limit + 1, after));
    const items = rows.slice(0, limit);
    const last = rows.length > limit ? items.at(-1) : undefined;
    return { items, next_cursor: last ? encodeCursor(cursorKey, list, [last.id]) : null };
  }
}

function known(user: UserDetail | undefined): UserDetail {
  if (!user) throw new AppError('IDENTITY_USER_NOT_FOUND');
  return user;
}

function isAdmin({ role, is_active }: Pick<UserDetail, 'role' | 'is_active'>): boolean {
  return role === 'admin' && is_active;
}

function standing({ id, role, is_active }: UserDetail) {
  return { id, role, is_active };
}
