import { Injectable } from '@nestjs/common';
import {
  AppError,
  type InputOf,
  type ListColleagues,
  type ListUsers,
  type OutputOf,
  type RequestContext,
  type UserDetail,
} from '@smartcontent/contracts';
import { Database, listOf, type Page, readPage, type Tx } from '@smartcontent/database';
import { ServiceConfig } from '@smartcontent/service';
import { UsersStore } from './users.store.js';

/** A company's people, as whoever manages it sees them, and their names for everybody. */
@Injectable()
export class UsersService {
  constructor(
    private readonly database: Database,
    private readonly store: UsersStore,
    private readonly config: ServiceConfig,
  ) {}

  listColleagues(input: InputOf<typeof ListColleagues>, context: RequestContext): Promise<OutputOf<typeof ListColleagues>> {
    return this.page('colleagues', input, context, (tx, limit, after) => this.store.listColleagues(tx, limit, after));
  }

  list(input: InputOf<typeof ListUsers>, context: RequestContext): Promise<OutputOf<typeof ListUsers>> {
    const read = (tx: Tx, limit: number, after: string | null) => this.store.list(tx, { ...input, limit }, after);
    return this.page(listOf('users', input), input, context, read);
  }

  get(userId: string, context: RequestContext): Promise<UserDetail> {
    return this.database.withTenant(context, async (tx) => known(await this.store.find(tx, userId)));
  }

  private async page<T extends { readonly id: string }>(
    list: string,
    input: InputOf<typeof ListColleagues>,
    context: RequestContext,
    read: (tx: Tx, limit: number, after: string | null) => Promise<T[]>,
  ): Promise<Page<T>> {
    return readPage(
      { cursorKey: this.config.cursorKey, list, ...input },
      (limit, after: string | null) => this.database.withTenant(context, (tx) => read(tx, limit, after)),
      (row) => row.id,
    );
  }
}

function known(user: UserDetail | undefined): UserDetail {
  if (!user) throw new AppError('IDENTITY_USER_NOT_FOUND');
  return user;
}
