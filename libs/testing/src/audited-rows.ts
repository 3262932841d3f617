import { openDetail } from '@smartcontent/database';
import { DataKey, type Sealed, Secrets } from '@smartcontent/secrets';
import type { Client } from 'pg';

/** A row of a service's audit log, opened. */
export interface AuditedRow {
  readonly id: string;
  readonly table_name: string;
  readonly operation: string;
  readonly actor: string;
  readonly user_id: string | null;
  readonly correlation_id: string;
  readonly old_values: Record<string, unknown> | null;
  readonly new_values: Record<string, unknown> | null;
  readonly address: string | null;
  readonly user_agent: string | null;
}

interface StoredRow extends AuditedRow {
  readonly sealed: Buffer | null;
}

/** What a service wrote down of a company, oldest first. */
export async function auditedRows(admin: Client, masterKey: string, schema: string, companyId: string): Promise<AuditedRow[]> {
  const keys = await admin.query<Sealed>(`SELECT ciphertext, wrapped_key, key_id FROM ${schema}.audit_keys WHERE company_id = $1`, [
    companyId,
  ]);
  const [wrapped] = keys.rows;
  const key = wrapped && DataKey.open(Secrets.fromMasterKey(masterKey), companyId, wrapped);
  const { rows } = await admin.query<StoredRow>(
    `SELECT id, table_name, operation, actor, user_id, correlation_id, sealed FROM ${schema}.audit_log WHERE company_id = $1 ORDER BY id`,
    [companyId],
  );
  const nothing = { old_values: null, new_values: null, address: null, user_agent: null };
  return rows.map(({ sealed, ...row }) => ({ ...row, ...(sealed && key ? openDetail(key, row.id, sealed) : nothing) }) as AuditedRow);
}
