import type { QueryRunner } from 'typeorm';
import { requireIdentifier } from './identifier.js';

/**
 * Tables with rows of companies in every schema of the service's owner, but for the two that tell afterwards that there was something: `audit_keys`, whose key is destroyed instead,
 * and identity's `erasures`.
 */
const TENANT_TABLES = (s: string) => `SELECT c.oid, c.oid::regclass::text AS name FROM pg_class c
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'company_id' AND NOT a.attisdropped
  WHERE c.relnamespace IN (SELECT oid FROM pg_namespace WHERE nspowner = '${s}_owner'::regrole) AND c.relkind IN ('r', 'p') AND NOT c.relispartition
    AND c.relname <> ALL ('{audit_keys,erasures}') ORDER BY c.relname`;

/**
 * What a service needs to erase: `company_rows` counts a company's rows by table, `erase_company_rows` takes a piece of them away. They find
 * the tables in the catalogue, so that none is forgotten, and run with the owner's rights: no role of a running service may take away what
 * they do. Safe to repeat: `createPlatformTables` calls it for a new schema, a migration of its own brings an older one there.
 */
export async function createErasure(queryRunner: QueryRunner, schema: string): Promise<void> {
  const s = requireIdentifier(schema);
  await queryRunner.query(`
    CREATE OR REPLACE FUNCTION ${s}.company_rows(company uuid) RETURNS TABLE (place text, rows bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ${s}, pg_temp AS $body$
    BEGIN
      FOR place IN SELECT name FROM (${TENANT_TABLES(s)}) AS tenant_tables LOOP
        EXECUTE format('SELECT count(*) FROM %s WHERE company_id = $1', place) INTO rows USING company;
        RETURN NEXT;
      END LOOP;
    END $body$;
    ${eraseFunction(s)}
    REVOKE EXECUTE ON FUNCTION ${s}.company_rows, ${s}.erase_company_rows FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION ${s}.company_rows, ${s}.erase_company_rows TO ${s}_system;
  `);
  await createPersonErasure(queryRunner, s);
}

/**
 * The same for what every service keeps of one person: events about him, answers that wait for a repeat, and what audit rows say. An event
 * goes once it is published, before its message does: a relay that finds a row without its message publishes it again. Audit rows stay and keep the
 * digest of what they said, so that the chain still verifies; a row that says nothing and has a digest can be told from one that was changed.
 */
async function createPersonErasure(queryRunner: QueryRunner, s: string): Promise<void> {
  await queryRunner.query(`
    ALTER TABLE ${s}.audit_log ADD COLUMN IF NOT EXISTS digest bytea;
    CREATE OR REPLACE FUNCTION ${s}.person_rows(company uuid, person uuid) RETURNS TABLE (place text, rows bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ${s}, pg_temp AS $body$
      SELECT 'audit_log', count(*) FROM audit_log WHERE company_id = company AND user_id = person AND sealed IS NOT NULL
      UNION ALL SELECT 'idempotency_keys', count(*) FROM idempotency_keys WHERE company_id = company AND actor = 'user:' || person
      UNION ALL SELECT 'outbox', count(*) FROM outbox WHERE company_id = company AND aggregate_id = person
    $body$;
    CREATE OR REPLACE FUNCTION ${s}.erase_person_rows(company uuid, person uuid) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = ${s}, pg_temp AS $body$
      UPDATE audit_log SET digest = sha256(sealed), sealed = NULL WHERE company_id = company AND user_id = person AND sealed IS NOT NULL;
      DELETE FROM idempotency_keys WHERE company_id = company AND actor = 'user:' || person;
      DELETE FROM outbox WHERE company_id = company AND aggregate_id = person AND published_at IS NOT NULL;
    $body$;
    REVOKE EXECUTE ON FUNCTION ${s}.person_rows, ${s}.erase_person_rows FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION ${s}.person_rows, ${s}.erase_person_rows TO ${s}_system;
  `);
}

/** The way back. */
export async function dropErasure(queryRunner: QueryRunner, schema: string): Promise<void> {
  const s = requireIdentifier(schema);
  await queryRunner.query(`DROP FUNCTION IF EXISTS ${s}.company_rows, ${s}.erase_company_rows, ${s}.person_rows, ${s}.erase_person_rows`);
}

/**
 * The key of the audit log first: whatever else is cut short, its rows say nothing any more. Rows that others of the company still point to
 * wait for these, unless they go along by themselves; a table that points to itself goes as a whole.
 */
function eraseFunction(s: string): string {
  return `
    CREATE OR REPLACE FUNCTION ${s}.erase_company_rows(company uuid, piece integer) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = ${s}, pg_temp AS $body$
    DECLARE
      tenant_table record;
      pointing regclass;
      is_held boolean;
      is_own boolean;
      deleted bigint;
      total bigint := 0;
    BEGIN
      UPDATE audit_keys SET ciphertext = NULL, wrapped_key = NULL, key_id = NULL, destroyed_at = clock_timestamp()
        WHERE company_id = company AND destroyed_at IS NULL;
      DELETE FROM inbox_versions v USING inbox i
        WHERE i.company_id = company AND v.consumer = i.consumer AND v.aggregate_id = i.aggregate_id;
      FOR tenant_table IN ${TENANT_TABLES(s)} LOOP
        is_held := false;
        FOR pointing IN SELECT conrelid FROM pg_constraint
          WHERE contype = 'f' AND confrelid = tenant_table.oid AND conrelid <> confrelid AND confdeltype <> 'c'
        LOOP
          EXECUTE format('SELECT EXISTS (SELECT FROM %s WHERE company_id = $1)', pointing) INTO is_held USING company;
          EXIT WHEN is_held;
        END LOOP;
        CONTINUE WHEN is_held;
        is_own := EXISTS (SELECT FROM pg_constraint WHERE contype = 'f' AND confrelid = tenant_table.oid AND conrelid = confrelid);
        EXECUTE format('DELETE FROM %1$s WHERE company_id = $1
          AND (tableoid, ctid) IN (SELECT tableoid, ctid FROM %1$s WHERE company_id = $1 LIMIT $2)', tenant_table.name)
          USING company, CASE WHEN is_own THEN NULL ELSE piece END;
        GET DIAGNOSTICS deleted = ROW_COUNT;
        total := total + deleted;
      END LOOP;
      RETURN total;
    END $body$;`;
}
