import { Injectable } from '@nestjs/common';
import type { Client } from '@smartcontent/contracts';
import type { Tx } from '@smartcontent/database';

const COLUMNS = 'id, name, contact_email, created_by, created_at, updated_at, deleted_at';

@Injectable()
export class ClientsStore {
  list(tx: Tx, limit: number, before: string | null): Promise<Client[]> {
    return tx.query(
      `SELECT ${COLUMNS} FROM identity.clients
        WHERE deleted_at IS NULL AND ($1::uuid IS NULL OR id < $1) ORDER BY id DESC LIMIT $2`,
      [before, limit],
    );
  }

  find(tx: Tx, clientId: string): Promise<Client | undefined> {
    return tx.one(`SELECT ${COLUMNS} FROM identity.clients WHERE id = $1`, [clientId]);
  }

  /** Waits for whoever adds a key to it. */
  lock(tx: Tx, clientId: string): Promise<Client | undefined> {
    return tx.one(`SELECT ${COLUMNS} FROM identity.clients WHERE id = $1 FOR NO KEY UPDATE`, [clientId]);
  }

  async update(tx: Tx, clientId: string, { name, contact_email }: Pick<Client, 'name' | 'contact_email'>): Promise<Client> {
    const rows = await tx.query<Client>(
      `UPDATE identity.clients SET name = $2, contact_email = $3, updated_at = now() WHERE id = $1 RETURNING ${COLUMNS}`,
      [clientId, name, contact_email],
    );
    return rows[0] as Client;
  }

  async delete(tx: Tx, clientId: string): Promise<Client> {
    const rows = await tx.query<Client>(
      `UPDATE identity.clients SET deleted_at = now(), updated_at = now() WHERE id = $1 RETURNING ${COLUMNS}`,
      [clientId],
    );
    return rows[0] as Client;
  }
}
