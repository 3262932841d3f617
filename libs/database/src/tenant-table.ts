import type { QueryRunner } from 'typeorm';

/** Forces row-level security on `schema.table`: <svc> sees its company, <svc>_owner and <svc>_system see all. Needs a company_id column. */
export async function protectTenantTable(_queryRunner: QueryRunner, _table: string): Promise<void> {
  throw new Error('not there yet');
}

/** Makes the function that `Database.readTenant` calls: it sets company and user, then runs `query`, whose parameters are known by name. */
export async function createReadFunction(
  _queryRunner: QueryRunner,
  _definition: { name: string; parameters: string; returns: string; query: string },
): Promise<void> {
  throw new Error('not there yet');
}
