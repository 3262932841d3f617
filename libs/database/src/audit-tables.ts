import type { QueryRunner } from 'typeorm';
import { requireIdentifier } from './identifier.js';
import { protectTenantTable } from './tenant-table.js';

/** What the writer of a row says; the two in clear are an older release's. */
const WRITTEN = 'id, company_id, table_name, operation, old_values, new_values, user_id, actor, correlation_id, sealed';

/**
 * Seals and chains a service's audit log: `audit_keys` with each company's wrapped data key, `audit_heads` with the end of its chain, the
 * columns for both in `audit_log`, and `append_audit`, the only way to write them. Safe to repeat: `createPlatformTables` calls it for a new
 * schema, a migration of its own brings an older one there.
 */
export async function chainAuditLog(queryRunner: QueryRunner, schema: string): Promise<void> {
  const s = requireIdentifier(schema);
  if (await hasChain(queryRunner, s)) return;
  await queryRunner.query(`
    ALTER TABLE ${s}.audit_log ADD sealed bytea, ADD seq bigint, ADD prev_hash bytea, ADD hash bytea,
      DROP CONSTRAINT audit_log_operation_check,
      ADD CONSTRAINT audit_log_operation_check CHECK (operation IN ('insert', 'update', 'delete', 'read', 'export')),
      ADD CONSTRAINT audit_log_place_once UNIQUE (company_id, seq);
    CREATE INDEX audit_log_unchained ON ${s}.audit_log (id) WHERE seq IS NULL;
    GRANT SELECT ON ${s}.audit_log TO ${s};

    CREATE TABLE ${s}.audit_keys (
      company_id uuid PRIMARY KEY,
      ciphertext text,
      wrapped_key text,
      key_id text,
      created_at timestamptz NOT NULL DEFAULT now(),
      destroyed_at timestamptz,
      CONSTRAINT audit_keys_whole CHECK (num_nonnulls(ciphertext, wrapped_key, key_id) = CASE WHEN destroyed_at IS NULL THEN 3 ELSE 0 END)
    );
    CREATE TABLE ${s}.audit_heads (
      company_id uuid PRIMARY KEY,
      seq bigint NOT NULL,
      hash bytea NOT NULL,
      updated_at timestamptz NOT NULL DEFAULT clock_timestamp()
    );
  `);
  await protectTenantTable(queryRunner, `${s}.audit_keys`, { tenant: ['SELECT', 'INSERT'], system: ['SELECT', 'INSERT'] });
  // Of a key only its wrapping changes, and its end.
  await queryRunner.query(`GRANT UPDATE (ciphertext, wrapped_key, key_id, destroyed_at) ON ${s}.audit_keys TO ${s}_system`);
  await protectTenantTable(queryRunner, `${s}.audit_heads`, { tenant: ['SELECT'], system: ['SELECT'] });
  await guardAuditLog(queryRunner, s);
}

/**
 * Leaves a running service no way to a row's place and time: it inserts what happened, and `append_audit` and the clock say the rest. Safe to
 * repeat: a schema that was chained before this was so gets there by a migration of its own.
 */
export async function guardAuditLog(queryRunner: QueryRunner, schema: string): Promise<void> {
  const s = requireIdentifier(schema);
  // A row without a place stands in no index of places: that would be paid on every write.
  await queryRunner.query(`
    REVOKE INSERT ON ${s}.audit_log FROM ${s}, ${s}_system;
    GRANT INSERT (${WRITTEN}) ON ${s}.audit_log TO ${s}, ${s}_system;
    ALTER TABLE ${s}.audit_log DROP CONSTRAINT IF EXISTS audit_log_place_once;
    CREATE UNIQUE INDEX IF NOT EXISTS audit_log_placed_once ON ${s}.audit_log (company_id, seq) WHERE seq IS NOT NULL;
  `);
  await createAppend(queryRunner, s);
}

/** The way back: what was sealed is lost with its keys. */
export async function unchainAuditLog(queryRunner: QueryRunner, schema: string): Promise<void> {
  const s = requireIdentifier(schema);
  if (!(await hasChain(queryRunner, s))) return;
  await queryRunner.query(`
    DROP FUNCTION ${s}.append_audit;
    DROP TABLE ${s}.audit_heads, ${s}.audit_keys;
    REVOKE SELECT ON ${s}.audit_log FROM ${s};
    GRANT INSERT ON ${s}.audit_log TO ${s}, ${s}_system;
    ALTER TABLE ${s}.audit_log DROP sealed, DROP seq, DROP prev_hash, DROP hash, DROP CONSTRAINT audit_log_operation_check,
      ADD CONSTRAINT audit_log_operation_check CHECK (operation IN ('insert', 'update', 'delete')) NOT VALID;
  `);
}

async function hasChain(queryRunner: QueryRunner, s: string): Promise<boolean> {
  const [found]: { exists: boolean }[] = await queryRunner.query(`SELECT to_regclass('${s}.audit_heads') IS NOT NULL AS exists`);
  return found?.exists ?? false;
}

/**
 * Puts rows at the end of their company's chain, with the owner's rights: no role of a running service may change the log or its ends.
 * It fills what is null, so a row that has its place stays as it is; values that an older release wrote in clear give way to their sealed
 * form, and to nothing else. False where the chain does not end there any more: somebody else was faster. Row by row, since a join with what is
 * given was planned as a walk over all that waits, for each row anew.
 */
async function createAppend(queryRunner: QueryRunner, s: string): Promise<void> {
  await queryRunner.query(`
    CREATE OR REPLACE FUNCTION ${s}.append_audit(company uuid, after_seq bigint, after_hash bytea, row_ids uuid[], row_hashes bytea[], row_seals bytea[])
    RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = ${s}, pg_temp AS $body$
    DECLARE
      given record;
      place bigint := after_seq;
      before bytea := after_hash;
    BEGIN
      INSERT INTO audit_heads (company_id, seq, hash) VALUES (company, 0, '') ON CONFLICT DO NOTHING;
      PERFORM FROM audit_heads h WHERE h.company_id = company AND h.seq = after_seq AND h.hash = after_hash FOR UPDATE;
      IF NOT FOUND THEN
        RETURN false;
      END IF;
      FOR given IN SELECT * FROM unnest(row_ids, row_hashes, row_seals) WITH ORDINALITY AS rows (id, own, seal, number) ORDER BY number LOOP
        UPDATE audit_log l
        SET seq = place + 1, prev_hash = before, hash = given.own, sealed = coalesce(l.sealed, given.seal), old_values = NULL, new_values = NULL
        WHERE l.company_id = company AND l.id = given.id AND l.seq IS NULL
          AND (num_nonnulls(l.old_values, l.new_values) = 0 OR num_nonnulls(l.sealed, given.seal) > 0);
        IF NOT FOUND THEN
          RAISE EXCEPTION 'the audit row % is not one that has no place yet and keeps what it says', given.id;
        END IF;
        place := place + 1;
        before := given.own;
      END LOOP;
      UPDATE audit_heads SET seq = place, hash = before, updated_at = clock_timestamp() WHERE company_id = company;
      RETURN true;
    END $body$;
    REVOKE EXECUTE ON FUNCTION ${s}.append_audit FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION ${s}.append_audit TO ${s}_system;
  `);
}
