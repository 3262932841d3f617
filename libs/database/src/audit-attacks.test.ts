import { randomBytes } from 'node:crypto';
import type { AuditFault } from '@smartcontent/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AuditChain } from './audit-chain.js';
import { AuditVerifier, type KnownEnd } from './audit-verifier.js';
import { commitChange } from './commit-change.js';
import type { Database } from './database.js';
import { newId } from './new-id.js';
import { serviceUrls } from './provision-roles.js';
import { contextOf, TestPostgres } from './test-service.fixture.js';

let postgres: TestPostgres;
let database: Database;

beforeAll(async () => {
  postgres = await TestPostgres.start();
  database = await postgres.openMigrated();
});
afterAll(async () => {
  await database?.close();
  await postgres?.[Symbol.asyncDispose]();
});

async function written(company: string, rows = 3): Promise<string> {
  await database.withTenant(contextOf(company), async (tx) => {
    for (let row = 1; row <= rows; row++)
      await commitChange(tx, { event: null, audit: { table: 'notes', operation: 'insert', after: { row } } });
  });
  await new AuditChain({ database, onStuck: () => {} }).advance();
  return company;
}
/** As an administrator of Postgres, whom nothing holds back. */
const tamper = (text: string, values: unknown[] = []) => postgres.query(text, values);
async function faultsOf(companyId: string): Promise<[AuditFault, number][]> {
  const { findings } = await new AuditVerifier(database).verify({ companyId });
  return findings.map(({ fault, seq }) => [fault, seq]);
}

describe('verification by whoever knows how it works', () => {
  it.each(['hash = NULL', 'prev_hash = NULL', 'hash = NULL, prev_hash = NULL'])('finds a row with %s', async (change) => {
    const company = await written(newId());
    await tamper(`UPDATE content.audit_log SET ${change} WHERE company_id = $1 AND seq = 2`, [company]);
    expect((await faultsOf(company)).length).toBeGreaterThan(0);
  });

  it.each([0, -1])('finds a row that was put in front of the first, at %i', async (seq) => {
    const company = await written(newId());
    await tamper(
      `INSERT INTO content.audit_log (id, company_id, table_name, operation, actor, correlation_id, seq, prev_hash, hash)
       VALUES ($1, $2, 'notes', 'insert', 'user:x', 'c', $3, '', sha256('guess'))`,
      [newId(), company, seq],
    );
    expect((await faultsOf(company)).length).toBeGreaterThan(0);
  });

  it('finds a head that tells another place', async () => {
    const company = await written(newId());
    await tamper('UPDATE content.audit_heads SET seq = 2 WHERE company_id = $1', [company]);
    expect(await faultsOf(company)).toEqual([['head-changed', 3]]);
  });

  it('is not kept from looking by a key that is only called destroyed', async () => {
    const company = await written(newId());
    await tamper(
      'UPDATE content.audit_keys SET ciphertext = NULL, wrapped_key = NULL, key_id = NULL, destroyed_at = now() WHERE company_id = $1',
      [company],
    );
    const verify = (end: KnownEnd | undefined) => {
      const ends = { last: async () => end, companies: async () => (end ? [company] : []) };
      return new AuditVerifier(database).verify({ companyId: company, ends });
    };
    expect((await verify({ seq: 3, hash: 'ab' })).findings).toMatchObject([{ fault: 'key-lost' }]);
    expect((await verify(undefined)).findings).toEqual([]);
  });
});

describe('the roles of a running service', () => {
  const asRole = (role: 'url' | 'systemUrl', text: string, values: unknown[] = [], company = newId()) => {
    const url = serviceUrls(postgres.adminUrl, 'content', postgres.passwords)[role];
    return postgres.query(text, values, `${url}?options=-c%20app.company_id%3D${company}`);
  };
  const ROW = 'id, company_id, table_name, operation, actor, correlation_id';

  it.each(['url', 'systemUrl'] as const)('put no row into a chain by themselves (%s)', async (role) => {
    const company = newId();
    const insert = (more: string, value: string) =>
      asRole(
        role,
        `INSERT INTO content.audit_log (${ROW}, ${more}) VALUES ($1, $2, 'notes', 'insert', 'x', 'c', ${value})`,
        [newId(), company],
        company,
      );
    for (const [column, value] of [
      ['seq', '1'],
      ['prev_hash', `''`],
      ['hash', `sha256('x')`],
      ['"timestamp"', `'2020-01-01'`],
    ] as const)
      await expect(insert(column, value)).rejects.toThrow('permission denied');
  });

  it.each(['url', 'systemUrl'] as const)('change, remove and empty nothing of it (%s)', async (role) => {
    const company = await written(newId());
    for (const text of [
      `UPDATE content.audit_log SET actor = 'x'`,
      'DELETE FROM content.audit_log',
      'TRUNCATE content.audit_log',
      'UPDATE content.audit_heads SET seq = 0',
      'INSERT INTO content.audit_heads (company_id, seq, hash) VALUES (gen_random_uuid(), 0, $$x$$)',
      'DELETE FROM content.audit_heads',
      'DELETE FROM content.audit_keys',
      'UPDATE content.audit_keys SET created_at = now()',
      'ALTER TABLE content.audit_log DISABLE ROW LEVEL SECURITY',
      'DROP FUNCTION content.append_audit',
    ])
      await expect(asRole(role, text, [], company)).rejects.toThrow(/permission denied|must be owner/);
  });

  it('erase no company unseen, though erasure is theirs to do: only identity takes the kept end away', async () => {
    const company = await written(newId());
    const end = { seq: 3, hash: 'ab' };
    await asRole('systemUrl', 'SELECT content.erase_company_rows($1, 1000)', [company]);
    const ends = { last: async () => end, companies: async () => [company] };
    const { findings } = await new AuditVerifier(database).verify({ companyId: company, ends });
    expect(findings).toMatchObject([{ company_id: company, fault: 'key-lost' }]);
  });

  it('take the words of no row of an older release', async () => {
    const [company, id] = [newId(), newId()];
    await tamper(`INSERT INTO content.audit_log (${ROW}, new_values) VALUES ($1, $2, 'notes', 'insert', 'x', 'c', '{"text": "kept"}')`, [
      id,
      company,
    ]);
    const append = asRole('systemUrl', `SELECT content.append_audit($1, 0, '', ARRAY[$2::uuid], ARRAY[$3::bytea], '{null}')`, [
      company,
      id,
      randomBytes(32),
    ]);
    await expect(append).rejects.toThrow();
    expect(await tamper('SELECT new_values FROM content.audit_log WHERE id = $1', [id])).toEqual([{ new_values: { text: 'kept' } }]);
    await tamper('DELETE FROM content.audit_log WHERE id = $1', [id]);
  });
});
