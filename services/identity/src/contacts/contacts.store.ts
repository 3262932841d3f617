import { Injectable } from '@nestjs/common';
import type { Tx } from '@smartcontent/database';
import type { Sealed } from '@smartcontent/secrets';

interface SealedContact {
  readonly sealed: Sealed | null;
  readonly is_active: boolean;
}

const FIND = `SELECT convert_from(encrypted_data, 'UTF8')::jsonb AS sealed, is_active FROM identity.users WHERE id = $1`;

/** The envelope stands in a column of bytes, as JSON. */
@Injectable()
export class ContactsStore {
  find(tx: Tx, userId: string): Promise<SealedContact | undefined> {
    return tx.one<SealedContact>(FIND, [userId]);
  }

  lock(tx: Tx, userId: string): Promise<SealedContact | undefined> {
    return tx.one<SealedContact>(`${FIND} FOR NO KEY UPDATE`, [userId]);
  }

  async write(tx: Tx, userId: string, sealed: Sealed | null): Promise<void> {
    await tx.query('UPDATE identity.users SET encrypted_data = $2, updated_at = now() WHERE id = $1', [
      userId,
      sealed && Buffer.from(JSON.stringify(sealed)),
    ]);
  }
}
