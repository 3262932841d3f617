import { Injectable } from '@nestjs/common';
import type { ModelProtocol, ProviderKey } from '@smartcontent/contracts';
import type { Tx } from '@smartcontent/database';
import type { Sealed } from '@smartcontent/secrets';

/** A key as it is answered, beside its envelope and the revision that orders its events. */
export interface StoredKey {
  readonly answer: ProviderKey;
  readonly sealed: Sealed;
  readonly revision: number;
}

interface NewKey {
  readonly id: string;
  readonly company_id: string;
  readonly service_name: string;
  readonly sealed_key: Sealed;
  readonly last_four: string;
  readonly protocol: ModelProtocol | null;
  readonly base_url: string | null;
  readonly created_by: string;
}

type KeyRow = ProviderKey & { readonly sealed_key: Sealed; readonly revision: number };

const FIELDS = [
  ...(['id', 'service_name', 'last_four', 'protocol', 'base_url'] as const),
  ...(['is_active', 'created_by', 'created_at', 'updated_at', 'rotated_at'] as const),
];
const ANSWERED = FIELDS.join(', ');
const REPLACED = FIELDS.map((field) => `old.${field} AS old_${field}`).join(', ');
const COLUMNS = `${ANSWERED}, sealed_key, revision`;

@Injectable()
export class ProviderKeysStore {
  /** With what it replaced, also where somebody else stored that a moment ago. Nothing where the maker is not an active user of the company. */
  async upsert(tx: Tx, key: NewKey): Promise<{ before: ProviderKey | null; stored: StoredKey } | undefined> {
    const row = await tx.one<KeyRow & Record<`old_${(typeof FIELDS)[number]}`, unknown>>(
      `INSERT INTO identity.api_keys AS held (id, company_id, service_name, sealed_key, last_four, protocol, base_url, created_by)
       SELECT $1, $2, $3, $4, $5, $7, $8, id FROM identity.users WHERE id = $6 AND is_active
       ON CONFLICT (company_id, service_name) DO UPDATE
         SET sealed_key = excluded.sealed_key, last_four = excluded.last_four, is_active = true,
             protocol = excluded.protocol, base_url = excluded.base_url,
             revision = held.revision + 1, updated_at = now(), rotated_at = now()
       RETURNING ${COLUMNS}, ${REPLACED}`,
      [key.id, key.company_id, key.service_name, key.sealed_key, key.last_four, key.created_by, key.protocol, key.base_url],
    );
    if (!row) return undefined;
    const pick = (prefix: '' | 'old_') => Object.fromEntries(FIELDS.map((field) => [field, row[`${prefix}${field}`]])) as ProviderKey;
    const stored = { answer: pick(''), sealed: row.sealed_key, revision: row.revision };
    return { before: row.old_id === null ? null : pick('old_'), stored };
  }

  async find(tx: Tx, serviceName: string): Promise<StoredKey | undefined> {
    const row = await tx.one<KeyRow>(`SELECT ${COLUMNS} FROM identity.api_keys WHERE service_name = $1`, [serviceName]);
    return row && storedOf(row);
  }

  async lock(tx: Tx, serviceName: string): Promise<StoredKey | undefined> {
    const row = await tx.one<KeyRow>(`SELECT ${COLUMNS} FROM identity.api_keys WHERE service_name = $1 FOR UPDATE`, [serviceName]);
    return row && storedOf(row);
  }

  list(tx: Tx, limit: number, after: string | null): Promise<ProviderKey[]> {
    return tx.query(
      `SELECT ${ANSWERED} FROM identity.api_keys WHERE $1::text IS NULL OR service_name > $1 ORDER BY service_name LIMIT $2`,
      [after, limit],
    );
  }

  async switch(tx: Tx, keyId: string, isActive: boolean): Promise<StoredKey> {
    const rows = await tx.query<KeyRow>(
      `UPDATE identity.api_keys SET is_active = $2, revision = revision + 1, updated_at = now() WHERE id = $1 RETURNING ${COLUMNS}`,
      [keyId, isActive],
    );
    return storedOf(rows[0] as KeyRow);
  }

  async delete(tx: Tx, keyId: string): Promise<void> {
    await tx.query('DELETE FROM identity.api_keys WHERE id = $1', [keyId]);
  }
}

function storedOf({ sealed_key, revision, ...answer }: KeyRow): StoredKey {
  return { answer, sealed: sealed_key, revision };
}
