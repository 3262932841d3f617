import type { QueryRunner } from 'typeorm';
import { requireIdentifier, splitName } from './identifier.js';

type Privilege = 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE';
const ALL: readonly Privilege[] = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'];

/**
 * Forces row-level security on `schema.table`, which must have a column company_id: `<svc>` sees its transaction's company and nothing
 * without one; `<svc>_owner` (which FORCE binds too: without a policy its back-fills would touch no row) and `<svc>_system` see all.
 * Rights narrower than all four may be named, and the service where its schema is called otherwise. Foreign keys to it must be composite, (company_id, id), since their checks ignore policies.
 */
export async function protectTenantTable(
  queryRunner: QueryRunner,
  table: string,
  {
    tenant = ALL,
    system = ALL,
    service,
  }: { readonly tenant?: readonly Privilege[]; readonly system?: readonly Privilege[]; readonly service?: string } = {},
): Promise<void> {
  const { schema, name } = splitName(table);
  const qualified = `${schema}.${name}`;
  const s = requireIdentifier(service ?? schema);
  // After a COMMIT the setting is '' on its connection, not NULL.
  await queryRunner.query(`
    ALTER TABLE ${qualified} ENABLE ROW LEVEL SECURITY;
    ALTER TABLE ${qualified} FORCE ROW LEVEL SECURITY;
    CREATE POLICY tenant ON ${qualified} TO ${s} USING (company_id = NULLIF(current_setting('app.company_id', true), '')::uuid);
    CREATE POLICY owner ON ${qualified} TO ${s}_owner USING (true);
    CREATE POLICY system ON ${qualified} TO ${s}_system USING (true);
    GRANT ${tenant.join(', ')} ON ${qualified} TO ${s};
    GRANT ${system.join(', ')} ON ${qualified} TO ${s}_system;
  `);
}

export interface ReadFunction {
  /** `schema.name` */
  readonly name: string;
  /** Beside company and user, e.g. `wanted_id uuid, page_size integer`. No name of a column: SQL would take the column. */
  readonly parameters: string;
  /** E.g. `SETOF content.content` or `TABLE (id uuid, title text)`. */
  readonly returns: string;
  /** One statement; the policies narrow it to the company. */
  readonly query: string;
}

/** Makes the function that `Database.readTenant` calls: it sets company and user for its own transaction, then runs `query` with the caller's rights. */
export async function createReadFunction(queryRunner: QueryRunner, definition: ReadFunction): Promise<void> {
  const { schema, name } = splitName(definition.name);
  const parameters = ['tenant_company uuid', 'tenant_user uuid', ...(definition.parameters ? [definition.parameters] : [])].join(', ');
  await queryRunner.query(`
    CREATE OR REPLACE FUNCTION ${schema}.${requireIdentifier(name)}(${parameters}) RETURNS ${definition.returns}
    LANGUAGE sql VOLATILE SECURITY INVOKER AS $read$
      SELECT set_config('app.company_id', tenant_company::text, true), set_config('app.user_id', coalesce(tenant_user::text, ''), true);
      ${definition.query};
    $read$;
    REVOKE EXECUTE ON FUNCTION ${schema}.${name} FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION ${schema}.${name} TO ${schema};
  `);
}
