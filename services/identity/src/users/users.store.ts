import { Injectable } from '@nestjs/common';
import {
  type Actor,
  type InputOf,
  type ListColleagues,
  type ListUsers,
  type OutputOf,
  orderOf,
  type UserDetail,
} from '@smartcontent/contracts';
import { listStatement, type Tx } from '@smartcontent/database';

type Colleague = OutputOf<typeof ListColleagues>['items'][number];
type OwnChange = Pick<UserDetail, 'username' | 'first_name' | 'last_name' | 'preferences'>;

const NAMES = 'id, username, first_name, last_name';
const COLUMNS = `${NAMES}, email, email_verified, role, is_active, preferences, last_login_at, created_at, updated_at`;

@Injectable()
export class UsersStore {
  listColleagues(tx: Tx, limit: number, after: string | null): Promise<Colleague[]> {
    return tx.query(`SELECT ${NAMES} FROM identity.users WHERE is_active AND ($1::uuid IS NULL OR id > $1) ORDER BY id LIMIT $2`, [
      after,
      limit,
    ]);
  }

  list(tx: Tx, { role, is_active, sort, limit }: InputOf<typeof ListUsers>, after: string | null): Promise<UserDetail[]> {
    const page = { columns: COLUMNS, table: 'identity.users', equal: { role, is_active }, order: orderOf(sort), limit };
    const { text, values } = listStatement({ ...page, after: after === null ? null : [after] });
    return tx.query(text, values);
  }

  find(tx: Tx, userId: string): Promise<UserDetail | undefined> {
    return tx.one<UserDetail>(`SELECT ${COLUMNS} FROM identity.users WHERE id = $1`, [userId]);
  }

  lock(tx: Tx, userId: string): Promise<UserDetail | undefined> {
    return tx.one<UserDetail>(`SELECT ${COLUMNS} FROM identity.users WHERE id = $1 FOR NO KEY UPDATE`, [userId]);
  }

  /** Whether the user is being erased, or was: his row stays, since his work refers to it, but is nobody's. */
  async isErased(tx: Tx, userId: string): Promise<boolean> {
    return (await tx.one('SELECT 1 FROM identity.erasures WHERE user_id = $1', [userId])) !== undefined;
  }

  /** Whether the actor's token still says what he is. */
  async isStill(tx: Tx, actor: Actor): Promise<boolean> {
    if (!('user_id' in actor)) return false;
    const held = await tx.one('SELECT 1 FROM identity.users WHERE id = $1 AND role = $2 AND is_active', [actor.user_id, actor.role]);
    return held !== undefined;
  }

  async hasOtherAdmin(tx: Tx, userId: string): Promise<boolean> {
    return (await tx.one(`SELECT 1 FROM identity.users WHERE role = 'admin' AND is_active AND id <> $1 LIMIT 1`, [userId])) !== undefined;
  }

  /** `revision` is the number of the event that tells of it. */
  async setStanding(
    tx: Tx,
    userId: string,
    { role, is_active }: Pick<UserDetail, 'role' | 'is_active'>,
  ): Promise<{ user: UserDetail; revision: number }> {
    const rows = await tx.query<UserDetail & { revision: number }>(
      `UPDATE identity.users SET role = $2, is_active = $3, revision = revision + 1, updated_at = now() WHERE id = $1
       RETURNING ${COLUMNS}, revision`,
      [userId, role, is_active],
    );
    const { revision, ...user } = rows[0] as UserDetail & { revision: number };
    return { user, revision };
  }

  async updateOwn(tx: Tx, userId: string, { username, first_name, last_name, preferences }: OwnChange): Promise<UserDetail> {
    const rows = await tx.query<UserDetail>(
      `UPDATE identity.users SET username = $2, first_name = $3, last_name = $4, preferences = $5, updated_at = now() WHERE id = $1
       RETURNING ${COLUMNS}`,
      [userId, username, first_name, last_name, JSON.stringify(preferences)],
    );
    return rows[0] as UserDetail;
  }
}
