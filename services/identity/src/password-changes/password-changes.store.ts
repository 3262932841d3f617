import { Injectable } from '@nestjs/common';
import type { Tx } from '@smartcontent/database';

@Injectable()
export class PasswordChangesStore {
  /** Of somebody who is active. */
  async hashOf(tx: Tx, userId: string): Promise<string | undefined> {
    const row = await tx.one<{ password_hash: string }>('SELECT password_hash FROM identity.users WHERE id = $1 AND is_active', [userId]);
    return row?.password_hash;
  }

  async write(tx: Tx, userId: string, passwordHash: string): Promise<void> {
    await tx.query('UPDATE identity.users SET password_hash = $2, updated_at = now() WHERE id = $1', [userId, passwordHash]);
  }
}
