export type { MigrationInterface, QueryRunner } from 'typeorm';
export { AuditChain } from './audit-chain.js';
export { AuditEndsKeeper } from './audit-ends-keeper.js';
export { openDetail } from './audit-entry.js';
export { readAudit } from './audit-reader.js';
export { chainAuditLog, guardAuditLog, unchainAuditLog } from './audit-tables.js';
export { type AuditPlace, AuditVerifier, type KnownEnds } from './audit-verifier.js';
export { type Change, commitChange, commitChanges, EVENT_LIMIT_BYTES } from './commit-change.js';
export { decodeCursor, encodeCursor } from './cursor.js';
export { Database, type DatabaseOptions } from './database.js';
export { type DdlPage, type DdlQuery, readDdlLog } from './ddl-log-reader.js';
export { createErasure, dropErasure } from './erasure-tables.js';
export {
  type FailureRecord,
  type InboxAnswer,
  type InboxEvent,
  type InboxOutcome,
  type InboxRun,
  InboxStore,
  type RunEvent,
} from './inbox-store.js';
export { type Lease, LeaseStore } from './lease-store.js';
export { type ListPage, listStatement } from './list-statement.js';
export { newId } from './new-id.js';
export { type AcknowledgedRow, type OutboxRow, OutboxStore, type PublishedRow } from './outbox-store.js';
export { pendingMigrations } from './pending-migrations.js';
export { createPlatformTables, dropPlatformTables } from './platform-tables.js';
export { generatePasswords, type RolePasswords, serviceUrls } from './provision-roles.js';
export { listOf, type Page, readPage } from './read-page.js';
export { RowEraser } from './row-eraser.js';
export { type MigrateCommand, type MigrateOptions, type MigrateResult, runMigrations, type ServiceMigrations } from './run-migrations.js';
export { type Rewrapped, type SealedTable, SealedTables } from './sealed-tables.js';
export { type ProjectionPart, setBackProjection } from './set-back-projection.js';
export { isRowRefused, isUniqueViolation } from './store-errors.js';
export { createReadFunction, protectTenantTable, type ReadFunction } from './tenant-table.js';
export type { Tx } from './transaction.js';
