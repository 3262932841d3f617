import type { QueryRunner } from 'typeorm';
import { requireIdentifier } from './identifier.js';

/** Tables that hold rows of every company and are read for none in particular: the relay, the event server and the ingest work across them. */
const EXEMPT = ['outbox', 'inbox', 'ingest_offsets'];

/** Fails a migrate step that would let companies meet, and names each gap. */
export async function refuseTenantGaps(queryRunner: QueryRunner, schema: string): Promise<void> {
  const gaps = await findTenantGaps(queryRunner, schema);
  if (gaps.length > 0) throw new Error(`The migrations of ${schema} leave a gap between companies: ${gaps.join('; ')}`);
}

/**
 * What in the schemas of a service would let one company meet another's rows, as one sentence each: a table with company_id without forced row-level
 * security, and a foreign key between two such tables that leaves company_id out, or lets it stand for something else (its check ignores the
 * policies).
 */
async function findTenantGaps(queryRunner: QueryRunner, schema: string): Promise<string[]> {
  const gaps: { gap: string }[] = await queryRunner.query(
    `WITH tenant_tables AS (
       SELECT c.oid, c.oid::regclass::text AS name, c.relrowsecurity AND c.relforcerowsecurity AS is_forced, a.attnum
       FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'company_id' AND NOT a.attisdropped
       WHERE c.relnamespace IN (SELECT oid FROM pg_namespace WHERE nspowner = ($1 || '_owner')::regrole) AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname <> ALL ($2))
     SELECT name || ' has a company_id but no forced row-level security' AS gap FROM tenant_tables WHERE NOT is_forced
     UNION ALL
     SELECT source.name || ' refers to ' || target.name || ' without company_id (' || conname || ')'
     FROM pg_constraint JOIN tenant_tables source ON source.oid = conrelid JOIN tenant_tables target ON target.oid = confrelid
     WHERE contype = 'f' AND (source.attnum <> ALL (conkey)
       -- Alone it refers to the company itself, whose row is found by its id.
       OR (cardinality(conkey) > 1 AND confkey[array_position(conkey, source.attnum)] <> target.attnum))
     ORDER BY 1`,
    [requireIdentifier(schema), EXEMPT],
  );
  return gaps.map(({ gap }) => gap);
}
