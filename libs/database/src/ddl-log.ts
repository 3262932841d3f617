import type { QueryRunner } from 'typeorm';
import { requireIdentifier } from './identifier.js';
import { rolesOf } from './provision-roles.js';

/**
 * Writes down every change of a service's schema, whoever makes it: an event trigger of the administrator fills `ddl_log.<schema>`. It stands
 * in a schema of the administrator, since who owns a schema may drop whatever is in it. So the service's owner can read it and no more. Safe to
 * repeat: it mends what somebody switched off. Event triggers are a superuser's: where the administrator is none, as on a managed Postgres, nothing is written down.
 */
export async function keepDdlLog(queryRunner: QueryRunner, service: string): Promise<void> {
  const s = requireIdentifier(service);
  const { owner, system } = rolesOf(service);
  const [admin]: { rolsuper: boolean }[] = await queryRunner.query('SELECT rolsuper FROM pg_roles WHERE rolname = current_user');
  if (!admin?.rolsuper) return;
  const triggers = [`${s}_ddl_log`, `${s}_drop_log`];
  const known: unknown[] = await queryRunner.query(
    `SELECT 1 FROM pg_event_trigger WHERE evtname = ANY ($1) AND evtenabled = 'A' AND evtfoid = to_regprocedure($2)`,
    [triggers, `ddl_log.note_${s}()`],
  );
  if (known.length === triggers.length) return;
  await createLog(queryRunner, s, [owner, system]);
  await queryRunner.query(`
    DROP EVENT TRIGGER IF EXISTS ${s}_ddl_log;
    DROP EVENT TRIGGER IF EXISTS ${s}_drop_log;
    CREATE EVENT TRIGGER ${s}_ddl_log ON ddl_command_end EXECUTE FUNCTION ddl_log.note_${s}();
    CREATE EVENT TRIGGER ${s}_drop_log ON sql_drop EXECUTE FUNCTION ddl_log.note_${s}();
    ALTER EVENT TRIGGER ${s}_ddl_log ENABLE ALWAYS;
    ALTER EVENT TRIGGER ${s}_drop_log ENABLE ALWAYS;
  `);
}

/** Of policies and triggers Postgres tells the table but not its schema, of rights neither: those are known by who gave them and in which words. */
async function createLog(queryRunner: QueryRunner, s: string, readers: readonly string[]): Promise<void> {
  await queryRunner.query(`
    CREATE SCHEMA IF NOT EXISTS ddl_log;
    GRANT USAGE ON SCHEMA ddl_log TO ${readers.join(', ')};
    CREATE TABLE IF NOT EXISTS ddl_log.${s} (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      "timestamp" timestamptz NOT NULL DEFAULT clock_timestamp(),
      role text NOT NULL,
      session_role text NOT NULL,
      application_name text NOT NULL,
      address inet,
      command text NOT NULL,
      object_type text NOT NULL,
      object text NOT NULL,
      statement text
    );
    GRANT SELECT ON ddl_log.${s} TO ${readers.join(', ')};

    CREATE OR REPLACE FUNCTION ddl_log.note_${s}() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $body$
    DECLARE
      said text := left(current_query(), 10000);
      acting text := coalesce(nullif(current_setting('role'), 'none'), session_user);
      own text[] := '${s}'::name || ARRAY(SELECT nspname FROM pg_namespace WHERE nspowner = to_regrole('${s}_owner'));
    BEGIN
      IF tg_event = 'sql_drop' THEN
        INSERT INTO ddl_log.${s} (role, session_role, application_name, address, command, object_type, object, statement)
        SELECT acting, session_user, current_setting('application_name'), inet_client_addr(), tg_tag, d.object_type, d.object_identity, said
        FROM pg_event_trigger_dropped_objects() d
        WHERE d.original AND NOT d.is_temporary AND (d.schema_name = ANY (own) OR (d.schema_name IS NULL AND d.object_identity ~ '\\m${s}\\M'));
      ELSE
        INSERT INTO ddl_log.${s} (role, session_role, application_name, address, command, object_type, object, statement)
        SELECT acting, session_user, current_setting('application_name'), inet_client_addr(), c.command_tag, c.object_type, coalesce(c.object_identity, ''), said
        FROM pg_event_trigger_ddl_commands() c
        WHERE c.schema_name = ANY (own) OR (c.schema_name IS NULL AND c.object_identity ~ '\\m${s}\\M')
          OR (c.command_tag IN ('GRANT', 'REVOKE') AND (acting = '${s}_owner' OR said ~ '\\m${s}\\M'));
      END IF;
    END $body$;
    REVOKE EXECUTE ON FUNCTION ddl_log.note_${s} FROM PUBLIC;
  `);
}
