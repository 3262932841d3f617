import { Injectable } from '@nestjs/common';
import type { OutputOf, RevokeApiKey, Role, Scope, Tier } from '@smartcontent/contracts';
import { Database, type Tx } from '@smartcontent/database';

type ApiKey = OutputOf<typeof RevokeApiKey>;

interface NewKey {
  readonly id: string;
  readonly client_id: string;
  readonly name: string;
  readonly prefix: string;
  readonly key_hash: string;
  readonly scopes: readonly Scope[];
  readonly expires_at: string | null;
  readonly created_by: string;
}

export interface ResolvedKey {
  readonly state: 'valid' | 'expired' | 'revoked';
  readonly company_id: string;
  readonly client_id: string;
  readonly user_id: string;
  readonly role: Role;
  readonly tier: Tier;
  readonly scopes: Scope[];
  readonly expires_at: string | null;
}

/** A key as it is answered: its client's name, its maker's role of now. */
const COLUMNS = 'k.id, c.name, k.prefix, u.role, k.scopes, k.expires_at, k.revoked_at, k.last_used_at, k.created_at';
const JOINED = `identity.client_keys k
  JOIN identity.clients c ON c.id = k.client_id
  JOIN identity.users u ON u.id = k.created_by`;

@Injectable()
export class ApiKeysStore {
  constructor(private readonly database: Database) {}

  /** A client with its first key; nothing where the maker is not an active user of the company. */
  insert(tx: Tx, key: NewKey): Promise<ApiKey | undefined> {
    return tx.one<ApiKey>(
      `WITH u AS (SELECT id, company_id, role FROM identity.users WHERE id = $8 AND is_active),
            c AS (INSERT INTO identity.clients (id, company_id, name, created_by)
                  SELECT $2, company_id, $3, id FROM u RETURNING id, company_id, name),
            k AS (INSERT INTO identity.client_keys (id, company_id, client_id, prefix, key_hash, scopes, expires_at, created_by)
                  SELECT $1, c.company_id, c.id, $4, $5, $6, $7, u.id FROM c, u RETURNING *)
       SELECT ${COLUMNS} FROM k, c, u`,
      [key.id, key.client_id, key.name, key.prefix, key.key_hash, key.scopes, key.expires_at, key.created_by],
    );
  }

  list(tx: Tx, limit: number, before: string | null): Promise<ApiKey[]> {
    return tx.query(`SELECT ${COLUMNS} FROM ${JOINED} WHERE $1::uuid IS NULL OR k.id < $1 ORDER BY k.id DESC LIMIT $2`, [before, limit]);
  }

  async lock(tx: Tx, keyId: string): Promise<{ key: ApiKey; keyHash: string } | undefined> {
    const row = await tx.one<ApiKey & { key_hash: string }>(
      `SELECT ${COLUMNS}, k.key_hash FROM ${JOINED} WHERE k.id = $1 FOR UPDATE OF k`,
      [keyId],
    );
    if (!row) return undefined;
    const { key_hash, ...key } = row;
    return { key, keyHash: key_hash };
  }

  async revoke(tx: Tx, keyId: string): Promise<{ revoked_at: string; revision: number }> {
    const rows = await tx.query<{ revoked_at: string; revision: number }>(
      'UPDATE identity.client_keys SET revoked_at = now(), revision = revision + 1 WHERE id = $1 RETURNING revoked_at, revision',
      [keyId],
    );
    return rows[0] as { revoked_at: string; revision: number };
  }

  /** Whose key it is, before anybody's company is known. That it was used is noted once a minute, not at every request. */
  resolve(keyHash: string): Promise<ResolvedKey | undefined> {
    return this.database.withSystem('API key', (tx) =>
      tx.one<ResolvedKey>(
        `WITH found AS (
           SELECT k.id, k.company_id, k.client_id, k.created_by AS user_id, u.role, c.tier, k.scopes, k.expires_at,
                  CASE WHEN k.revoked_at IS NOT NULL OR NOT u.is_active OR NOT c.is_active THEN 'revoked'
                       WHEN k.expires_at <= now() THEN 'expired'
                       ELSE 'valid' END AS state
             FROM identity.client_keys k
             JOIN identity.users u ON u.id = k.created_by
             JOIN identity.companies c ON c.id = k.company_id
            WHERE k.key_hash = $1
         ), used AS (
           UPDATE identity.client_keys k SET last_used_at = now() FROM found
            WHERE k.id = found.id AND found.state = 'valid' AND (k.last_used_at IS NULL OR k.last_used_at < now() - interval '1 minute')
         )
         SELECT * FROM found`,
        [keyHash],
      ),
    );
  }
}
