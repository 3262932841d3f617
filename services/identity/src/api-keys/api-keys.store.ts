import { Injectable } from '@nestjs/common';
import type { ApiKey, ApiKeyKind, RateLimits, Role, Scope, Tier } from '@smartcontent/contracts';
import { Database, type Tx } from '@smartcontent/database';

export interface NewKey {
  readonly id: string;
  readonly client_id: string;
  readonly kind: ApiKeyKind;
  readonly prefix: string;
  readonly key_hash: string;
  readonly scopes: readonly Scope[];
  readonly limits: RateLimits | null;
  readonly allowed_origins: readonly string[] | null;
  readonly expires_at: string | null;
  readonly created_by: string;
}

interface NewClient {
  readonly id: string;
  readonly name: string;
  readonly contact_email: string | null;
  readonly created_by: string;
}

/** A key that the transaction holds, with what is never answered. */
export interface HeldKey {
  readonly key: ApiKey;
  readonly keyHash: string;
  readonly isExpired: boolean;
}

export interface ResolvedKey {
  readonly state: 'valid' | 'expired' | 'revoked';
  readonly key_id: string;
  readonly company_id: string;
  readonly client_id: string;
  readonly user_id: string;
  readonly role: Role;
  readonly tier: Tier;
  readonly api_limits: unknown;
  readonly kind: ApiKeyKind;
  readonly scopes: Scope[];
  readonly limits: RateLimits | null;
  readonly allowed_origins: string[] | null;
  readonly expires_at: string | null;
}

/** A key as it is answered: its client's name, its maker's role of now. */
const COLUMNS = `k.id, k.client_id, c.name, k.kind, k.prefix, u.role, k.scopes, k.limits, k.allowed_origins, k.replaced_by,
  k.expires_at, k.revoked_at, k.last_used_at, k.created_at`;
const JOINED = `identity.client_keys k
  JOIN identity.clients c ON c.id = k.client_id
  JOIN identity.users u ON u.id = k.created_by`;
const HELD = `SELECT ${COLUMNS}, k.key_hash, coalesce(k.expires_at <= now(), false) AS is_expired FROM ${JOINED}`;
const LIVE = 'k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now())';
type HeldRow = ApiKey & { readonly key_hash: string; readonly is_expired: boolean };

@Injectable()
export class ApiKeysStore {
  constructor(private readonly database: Database) {}

  /**
   * Whether there is such an active user, who then stays one until the transaction ends: whoever switches him off revokes the keys that he
   * finds. Comes before any lock of clients and keys, as it does there.
   */
  async holdMaker(tx: Tx, userId: string): Promise<boolean> {
    const found = await tx.query('SELECT id FROM identity.users WHERE id = $1 AND is_active FOR SHARE', [userId]);
    return found.length > 0;
  }

  async insertClient(tx: Tx, client: NewClient): Promise<void> {
    await tx.query(
      `INSERT INTO identity.clients (id, company_id, name, contact_email, created_by)
       SELECT $1, company_id, $2, $3, id FROM identity.users WHERE id = $4`,
      [client.id, client.name, client.contact_email, client.created_by],
    );
  }

  /** Holds the client, so that it is not deleted meanwhile: that revokes the keys that it finds, so it must find them all. */
  async holdClient(tx: Tx, clientId: string): Promise<boolean> {
    const found = await tx.query('SELECT id FROM identity.clients WHERE id = $1 AND deleted_at IS NULL FOR SHARE', [clientId]);
    return found.length > 0;
  }

  /** The same of a key's client, before the key is locked: whoever deletes the client locks in this order too. */
  async holdClientOf(tx: Tx, keyId: string): Promise<void> {
    await tx.query(`SELECT c.id FROM identity.clients c JOIN identity.client_keys k ON k.client_id = c.id WHERE k.id = $1 FOR SHARE OF c`, [
      keyId,
    ]);
  }

  /** Of a client and a maker that the transaction holds. */
  async insertKey(tx: Tx, key: NewKey): Promise<ApiKey> {
    const rows = await tx.query<ApiKey>(
      `WITH u AS (SELECT id, company_id, role FROM identity.users WHERE id = $10),
            c AS (SELECT id, company_id, name FROM identity.clients WHERE id = $2),
            k AS (INSERT INTO identity.client_keys
                    (id, company_id, client_id, kind, prefix, key_hash, scopes, limits, allowed_origins, expires_at, created_by)
                  SELECT $1, c.company_id, c.id, $3, $4, $5, $6, $7, $8, $9, u.id FROM c, u RETURNING *)
       SELECT ${COLUMNS} FROM k, c, u`,
      [
        key.id,
        key.client_id,
        key.kind,
        key.prefix,
        key.key_hash,
        key.scopes,
        key.limits,
        key.allowed_origins,
        key.expires_at,
        key.created_by,
      ],
    );
    return rows[0] as ApiKey;
  }

  list(tx: Tx, limit: number, before: string | null, clientId: string | null): Promise<ApiKey[]> {
    return tx.query(
      `SELECT ${COLUMNS} FROM ${JOINED}
        WHERE ($1::uuid IS NULL OR k.id < $1) AND ($3::uuid IS NULL OR k.client_id = $3) ORDER BY k.id DESC LIMIT $2`,
      [before, limit, clientId],
    );
  }

  async lock(tx: Tx, keyId: string): Promise<HeldKey | undefined> {
    const row = await tx.one<HeldRow>(`${HELD} WHERE k.id = $1 FOR UPDATE OF k`, [keyId]);
    return row && heldOf(row);
  }

  /** How many keys of the company work. */
  async countLive(tx: Tx): Promise<number> {
    const rows = await tx.query<{ live: number }>(`SELECT count(*)::int AS live FROM identity.client_keys k WHERE ${LIVE}`);
    return (rows[0] as { live: number }).live;
  }

  /** Every key of a client that works, in one order for everybody, so that two who lock them do not wait for each other. */
  async lockOfClient(tx: Tx, clientId: string): Promise<HeldKey[]> {
    const rows = await tx.query<HeldRow>(`${HELD} WHERE k.client_id = $1 AND ${LIVE} ORDER BY k.id FOR UPDATE OF k`, [clientId]);
    return rows.map(heldOf);
  }

  /** Every key that a user made and that works, in the same order. */
  async lockOfMaker(tx: Tx, userId: string): Promise<HeldKey[]> {
    const rows = await tx.query<HeldRow>(`${HELD} WHERE k.created_by = $1 AND ${LIVE} ORDER BY k.id FOR UPDATE OF k`, [userId]);
    return rows.map(heldOf);
  }

  async revoke(tx: Tx, keyId: string): Promise<{ revoked_at: string; revision: number }> {
    const rows = await tx.query<{ revoked_at: string; revision: number }>(
      'UPDATE identity.client_keys SET revoked_at = now(), revision = revision + 1 WHERE id = $1 RETURNING revoked_at, revision',
      [keyId],
    );
    return rows[0] as { revoked_at: string; revision: number };
  }

  /** The instant until which a key lives that is made now to live as long as this one was. */
  async sameLifetime(tx: Tx, keyId: string): Promise<string | null> {
    const row = await tx.one<{ until: string | null }>(
      'SELECT now() + (expires_at - created_at) AS until FROM identity.client_keys WHERE id = $1',
      [keyId],
    );
    return row?.until ?? null;
  }

  /** The key ends with the overlap, or as it was to end where that is sooner. */
  async replace(tx: Tx, keyId: string, successorId: string, overlapSeconds: number): Promise<{ expires_at: string; revision: number }> {
    const rows = await tx.query<{ expires_at: string; revision: number }>(
      `UPDATE identity.client_keys
          SET replaced_by = $2, expires_at = least(expires_at, now() + make_interval(secs => $3)), revision = revision + 1
        WHERE id = $1 RETURNING expires_at, revision`,
      [keyId, successorId, overlapSeconds],
    );
    return rows[0] as { expires_at: string; revision: number };
  }

  /** Whose key it is, before anybody's company is known. That it was used is noted once a minute, not at every request. */
  resolve(keyHash: string): Promise<ResolvedKey | undefined> {
    return this.database.front.withSystem('API key', (tx) =>
      tx.one<ResolvedKey>(
        `WITH found AS (
           SELECT k.id AS key_id, k.company_id, k.client_id, k.created_by AS user_id, u.role, c.tier, c.api_limits,
                  k.kind, k.scopes, k.limits, k.allowed_origins, k.expires_at,
                  CASE WHEN k.revoked_at IS NOT NULL OR NOT u.is_active OR NOT c.is_active THEN 'revoked'
                       WHEN k.expires_at <= now() THEN 'expired'
                       ELSE 'valid' END AS state
             FROM identity.client_keys k
             JOIN identity.users u ON u.id = k.created_by
             JOIN identity.companies c ON c.id = k.company_id
            WHERE k.key_hash = $1
         ), used AS (
           UPDATE identity.client_keys k SET last_used_at = now() FROM found
            WHERE k.id = found.key_id AND found.state = 'valid'
              AND (k.last_used_at IS NULL OR k.last_used_at < now() - interval '1 minute')
         )
         SELECT * FROM found`,
        [keyHash],
      ),
    );
  }
}

function heldOf({ key_hash, is_expired, ...key }: HeldRow): HeldKey {
  return { key, keyHash: key_hash, isExpired: is_expired };
}
