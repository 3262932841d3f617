import { Injectable } from '@nestjs/common';
import type { Tx } from '@smartcontent/database';

@Injectable()
export class PasswordChangesStore {
  /** Of somebody who is active. */
  async hashOf(tx: Tx, userId: string): Promise<string | undefined> {
    const row = await tx.one<{ password_hash: string }>('SELECT password_hash FROM identity.users WHERE id = $1 AND is_active', [userId]);
    return row?.password_hash;
  }

  /** With it every token ends that was sent to set a forgotten one. False where the old one is another by now, or the user was switched off. */
  async replace(tx: Tx, userId: string, oldHash: string, newHash: string): Promise<boolean> {
    await tx.query('UPDATE identity.password_resets SET used_at = now() WHERE user_id = $1 AND used_at IS NULL', [userId]);
    const written = await tx.one(
      'UPDATE identity.users SET password_hash = $3, updated_at = now() WHERE id = $1 AND password_hash = $2 AND is_active RETURNING id',
      [userId, oldHash, newHash],
    );
    return written !== undefined;
  }

  /** He stays one until the transaction ends. */
  async isStillAdmin(tx: Tx, userId: string, passwordHash: string): Promise<boolean> {
    const text = `SELECT 1 FROM identity.users WHERE id = $1 AND password_hash = $2 AND role = 'admin' AND is_active FOR SHARE`;
    return (await tx.one(text, [userId, passwordHash])) !== undefined;
  }
}
