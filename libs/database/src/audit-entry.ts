import type { DataKey } from '@smartcontent/secrets';

/** What a row says, beside who did it and when: sealed, so that it goes with the company's key. */
export interface AuditDetail {
  readonly old_values: unknown;
  readonly new_values: unknown;
  readonly address: string | null;
  readonly user_agent: string | null;
}

/** A row of `audit_log` as its hash covers it. */
export interface AuditRow {
  readonly company_id: string;
  readonly id: string;
  readonly table_name: string;
  readonly operation: string;
  readonly user_id: string | null;
  readonly actor: string;
  readonly correlation_id: string;
  readonly timestamp: string;
  /** SHA-256 of what is sealed: it proves as much, and a long row need not be read for it. */
  readonly digest: Buffer | null;
}

/** Of the first row of a chain: there is none before it. */
export const NO_HASH: Buffer = Buffer.alloc(0);

/** `{ old_values, new_values, address, user_agent }` under the company's key; it opens for this row only. */
export function sealDetail(key: DataKey, rowId: string, detail: AuditDetail): Buffer {
  return key.seal(rowId, JSON.stringify(detail));
}

/** @throws SecretsError where the row was changed, or is another one. */
export function openDetail(key: DataKey, rowId: string, sealed: Buffer): AuditDetail {
  return JSON.parse(key.open(rowId, sealed)) as AuditDetail;
}

/**
 * HMAC of every column and of the hash of the row before, so that a row fits its content and its neighbour, or is found. The place itself is
 * left out: the neighbour says it, and a row that was only moved can be told from one that was changed.
 */
export function chainHash(key: DataKey, service: string, row: AuditRow, before: Buffer): Buffer {
  const { company_id, id, table_name, operation, user_id, actor, correlation_id, timestamp, digest } = row;
  const columns = [company_id, id, table_name, operation, user_id, actor, correlation_id, timestamp, digest?.toString('base64') ?? null];
  return key.sign(JSON.stringify(['audit-row-1', service, ...columns, before.toString('base64')]));
}
