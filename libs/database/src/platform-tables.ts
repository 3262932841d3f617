import type { QueryRunner } from 'typeorm';
import { chainAuditLog, unchainAuditLog } from './audit-tables.js';
import { createErasure, dropErasure } from './erasure-tables.js';
import { requireIdentifier } from './identifier.js';
import { createPartitionFunctions } from './partitions.js';
import { protectTenantTable } from './tenant-table.js';

/**
 * Tables that every service has, made by its first migration: outbox, inbox, inbox_versions, idempotency_keys, audit_log with its keys and heads,
 * relay_lease, with grants and policies, and the functions that look after their partitions and that erase a company.
 * outbox, inbox and inbox_versions are exempt from row-level security: the relay and the event server work for every company.
 */
export async function createPlatformTables(queryRunner: QueryRunner, schema: string): Promise<void> {
  const s = requireIdentifier(schema);
  await createOutbox(queryRunner, s);
  await createInbox(queryRunner, s);
  await createPartitionFunctions(queryRunner, s);
  await createTenantRecords(queryRunner, s);
  await chainAuditLog(queryRunner, s);
  await createErasure(queryRunner, s);
}

/** The way back, for `down` of a first migration. */
export async function dropPlatformTables(queryRunner: QueryRunner, schema: string): Promise<void> {
  const s = requireIdentifier(schema);
  await dropErasure(queryRunner, s);
  await unchainAuditLog(queryRunner, s);
  await queryRunner.query(`DROP FUNCTION ${s}.ensure_partitions, ${s}.drop_partitions`);
  await queryRunner.query(
    `DROP TABLE ${s}.outbox, ${s}.inbox, ${s}.inbox_versions, ${s}.idempotency_keys, ${s}.audit_log, ${s}.relay_lease`,
  );
}

async function createOutbox(queryRunner: QueryRunner, s: string): Promise<void> {
  // No primary key: every look-up goes through one of the two partial indexes, and each index is paid on every write.
  await queryRunner.query(`
    CREATE TABLE ${s}.outbox (
      id bigint GENERATED ALWAYS AS IDENTITY,
      event_id uuid NOT NULL,
      company_id uuid NOT NULL,
      subject text NOT NULL,
      aggregate_id uuid NOT NULL,
      aggregate_version bigint NOT NULL,
      headers jsonb,
      data jsonb,
      created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      published_at timestamptz,
      stream_sequence bigint,
      epoch bigint
    ) PARTITION BY RANGE (created_at);
    CREATE TABLE ${s}.outbox_default PARTITION OF ${s}.outbox DEFAULT;
    CREATE INDEX outbox_unpublished ON ${s}.outbox (id) WHERE published_at IS NULL;
    CREATE INDEX outbox_acknowledged ON ${s}.outbox (epoch, stream_sequence) WHERE published_at IS NOT NULL;
    GRANT INSERT ON ${s}.outbox TO ${s};
    GRANT SELECT, INSERT, UPDATE ON ${s}.outbox TO ${s}_system;

    CREATE TABLE ${s}.relay_lease (
      name text PRIMARY KEY,
      holder text NOT NULL,
      epoch bigint NOT NULL,
      expires_at timestamptz NOT NULL
    );
    GRANT SELECT, INSERT, UPDATE ON ${s}.relay_lease TO ${s}_system;
  `);
}

async function createInbox(queryRunner: QueryRunner, s: string): Promise<void> {
  await queryRunner.query(`
    CREATE TABLE ${s}.inbox (
      event_time timestamptz NOT NULL,
      consumer text NOT NULL,
      event_id uuid NOT NULL,
      company_id uuid NOT NULL,
      subject text NOT NULL,
      aggregate_id uuid NOT NULL,
      aggregate_version bigint NOT NULL,
      status text NOT NULL CHECK (status IN ('handled', 'failing', 'dead')),
      attempts integer NOT NULL DEFAULT 0,
      history jsonb NOT NULL DEFAULT '[]',
      updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      PRIMARY KEY (event_time, consumer, event_id)
    ) PARTITION BY RANGE (event_time);
    CREATE TABLE ${s}.inbox_default PARTITION OF ${s}.inbox DEFAULT;
    GRANT SELECT, INSERT, UPDATE ON ${s}.inbox TO ${s}, ${s}_system;

    CREATE TABLE ${s}.inbox_versions (
      consumer text NOT NULL,
      aggregate_id uuid NOT NULL,
      last_version bigint NOT NULL,
      PRIMARY KEY (consumer, aggregate_id)
    );
    GRANT SELECT, INSERT, UPDATE ON ${s}.inbox_versions TO ${s}, ${s}_system;
  `);
}

async function createTenantRecords(queryRunner: QueryRunner, s: string): Promise<void> {
  await queryRunner.query(`
    CREATE TABLE ${s}.idempotency_keys (
      company_id uuid NOT NULL,
      actor text NOT NULL,
      key text NOT NULL,
      request_hash text NOT NULL,
      is_answer_kept boolean NOT NULL,
      answer json,
      created_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (company_id, actor, key)
    );
    CREATE INDEX idempotency_keys_created_at ON ${s}.idempotency_keys (created_at);

    CREATE TABLE ${s}.audit_log (
      id uuid NOT NULL,
      company_id uuid NOT NULL,
      table_name text NOT NULL,
      operation text NOT NULL CHECK (operation IN ('insert', 'update', 'delete')),
      old_values jsonb,
      new_values jsonb,
      user_id uuid,
      actor text NOT NULL,
      correlation_id text NOT NULL,
      "timestamp" timestamptz NOT NULL DEFAULT clock_timestamp(),
      PRIMARY KEY (company_id, id)
    );
  `);
  await protectTenantTable(queryRunner, `${s}.idempotency_keys`, { tenant: ['SELECT', 'INSERT'], system: ['SELECT', 'DELETE'] });
  await protectTenantTable(queryRunner, `${s}.audit_log`, { tenant: ['INSERT'], system: ['SELECT', 'INSERT'] });
}
