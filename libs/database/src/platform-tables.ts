import type { QueryRunner } from 'typeorm';

/** Tables that every service has: outbox, inbox, inbox_versions, idempotency_keys, audit_log, relay_lease, with grants and policies. */
export async function createPlatformTables(_queryRunner: QueryRunner, _schema: string): Promise<void> {
  throw new Error('not there yet');
}
/** The way back, for `down` of a first migration. */
export async function dropPlatformTables(_queryRunner: QueryRunner, _schema: string): Promise<void> {
  throw new Error('not there yet');
}
