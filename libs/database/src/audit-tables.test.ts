import pg from 'pg';
import type { QueryRunner } from 'typeorm';
import { expect, it } from 'vitest';
import { AuditChain } from './audit-chain.js';
import { readAudit } from './audit-reader.js';
import { chainAuditLog, unchainAuditLog } from './audit-tables.js';
import { AuditVerifier } from './audit-verifier.js';
import { commitChange } from './commit-change.js';
import { newId } from './new-id.js';
import { contextOf, TestPostgres } from './test-service.fixture.js';

/** As a migration runs it: as the owner of the schema. */
async function migrate(postgres: TestPostgres, step: (queryRunner: QueryRunner, schema: string) => Promise<void>): Promise<void> {
  const client = new pg.Client(postgres.adminUrl);
  await client.connect();
  const query = async (text: string) => (await client.query(text)).rows as unknown;
  try {
    await query('SET ROLE content_owner');
    await step({ query } as Partial<QueryRunner> as QueryRunner, 'content');
  } finally {
    await client.end();
  }
}

it('takes over the log of an older release, seals it, and chains it in front of what comes then', async () => {
  await using postgres = await TestPostgres.start();
  await (await postgres.openMigrated()).close();
  const company = newId();
  // What an older release knows, and wrote.
  await migrate(postgres, unchainAuditLog);
  for (const text of ['one', 'two'])
    await postgres.query(
      `INSERT INTO content.audit_log (id, company_id, table_name, operation, new_values, actor, correlation_id)
       VALUES ($1, $2, 'notes', 'insert', $3, 'service:content', 'c1')`,
      [newId(), company, JSON.stringify({ text })],
    );
  await migrate(postgres, chainAuditLog);
  await migrate(postgres, chainAuditLog);

  const database = await postgres.open();
  const audit = { table: 'notes', operation: 'insert' as const, after: { text: 'three' } };
  await database.withTenant(contextOf(company), (tx) => commitChange(tx, { event: null, audit }));
  expect(await new AuditChain({ database, onStuck: () => {} }).advance()).toMatchObject({ chained: 3, companies: [company] });
  const { items } = await readAudit(database, contextOf(company), { limit: 10, before: null });
  expect(items.map(({ new_values, seq, is_readable }) => [new_values, seq, is_readable])).toEqual([
    [{ text: 'three' }, 3, true],
    [{ text: 'two' }, 2, true],
    [{ text: 'one' }, 1, true],
  ]);
  expect(await new AuditVerifier(database).verify({})).toMatchObject({ checked: 3, findings: [], next: null });
  const [clear] = await postgres.query<{ rows: number }>(
    'SELECT count(*)::int AS rows FROM content.audit_log WHERE num_nonnulls(old_values, new_values) > 0',
  );
  expect(clear).toEqual({ rows: 0 });
  await database.close();
});
