import { Injectable } from '@nestjs/common';
import type { Tx } from '@smartcontent/database';
import type { Sealed } from '@smartcontent/secrets';

interface Owner {
  readonly company_id: string;
  readonly email: string;
  readonly username: string;
  readonly company: string;
}

interface Authenticator extends Sealed {
  readonly is_confirmed: boolean;
}

@Injectable()
export class TotpStore {
  find(tx: Tx, userId: string): Promise<Authenticator | undefined> {
    return tx.one(
      'SELECT ciphertext, wrapped_key, key_id, confirmed_at IS NOT NULL AS is_confirmed FROM identity.user_totp WHERE user_id = $1',
      [userId],
    );
  }

  async emailOf(tx: Tx, userId: string): Promise<string | undefined> {
    return (await tx.one<{ email: string }>('SELECT email FROM identity.users WHERE id = $1 AND is_active', [userId]))?.email;
  }

  /** Locks the company, so that of two admins who lock each other one waits with nothing in hand, then the user's row: a log-in that is under way comes before or after. */
  async lockUser(tx: Tx, userId: string): Promise<Owner | undefined> {
    await tx.query('SELECT id FROM identity.companies FOR NO KEY UPDATE');
    return tx.one<Owner>(
      `SELECT u.company_id, u.email, u.username, c.name AS company
         FROM identity.users u JOIN identity.companies c ON c.id = u.company_id WHERE u.id = $1 FOR NO KEY UPDATE OF u`,
      [userId],
    );
  }

  /** In the place of one that was never confirmed; false where one is in use. */
  async propose(tx: Tx, userId: string, companyId: string, sealed: Sealed): Promise<boolean> {
    const written = await tx.one(
      `INSERT INTO identity.user_totp (user_id, company_id, ciphertext, wrapped_key, key_id) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (user_id) DO UPDATE SET ciphertext = $3, wrapped_key = $4, key_id = $5, last_step = 0, created_at = now()
         WHERE identity.user_totp.confirmed_at IS NULL
       RETURNING user_id`,
      [userId, companyId, sealed.ciphertext, sealed.wrapped_key, sealed.key_id],
    );
    return written !== undefined;
  }

  /** Takes this authenticator's code of this half minute, which confirms a new one; false where it or a later one was taken, or another authenticator is there by now. */
  async take(tx: Tx, userId: string, { ciphertext }: Pick<Authenticator, 'ciphertext'>, step: number): Promise<boolean> {
    const taken = await tx.one(
      `UPDATE identity.user_totp SET last_step = $2, confirmed_at = coalesce(confirmed_at, now())
        WHERE user_id = $1 AND last_step < $2 AND ciphertext = $3 RETURNING user_id`,
      [userId, step, ciphertext],
    );
    return taken !== undefined;
  }

  async takeRecoveryCode(tx: Tx, userId: string, hash: string): Promise<boolean> {
    const taken = await tx.one(
      'UPDATE identity.recovery_codes SET used_at = now() WHERE user_id = $1 AND code_hash = $2 AND used_at IS NULL RETURNING user_id',
      [userId, hash],
    );
    return taken !== undefined;
  }

  async replaceRecoveryCodes(tx: Tx, userId: string, companyId: string, hashes: readonly string[]): Promise<void> {
    await tx.query('DELETE FROM identity.recovery_codes WHERE user_id = $1', [userId]);
    await tx.query('INSERT INTO identity.recovery_codes (user_id, company_id, code_hash) SELECT $1, $2, unnest($3::text[])', [
      userId,
      companyId,
      hashes,
    ]);
  }

  /** @returns what was there: one that was never confirmed protected nothing */
  async remove(tx: Tx, userId: string): Promise<Pick<Authenticator, 'is_confirmed'> | undefined> {
    await tx.query('DELETE FROM identity.recovery_codes WHERE user_id = $1', [userId]);
    return tx.one('DELETE FROM identity.user_totp WHERE user_id = $1 RETURNING confirmed_at IS NOT NULL AS is_confirmed', [userId]);
  }
}
