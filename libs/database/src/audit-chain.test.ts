import { randomBytes } from 'node:crypto';
import type { AuditFault } from '@smartcontent/contracts';
import { Secrets } from '@smartcontent/secrets';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AuditChain } from './audit-chain.js';
import { type AuditPlace, AuditVerifier } from './audit-verifier.js';
import { commitChange } from './commit-change.js';
import type { Database } from './database.js';
import { newId } from './new-id.js';
import { contextOf, TestPostgres } from './test-service.fixture.js';

let postgres: TestPostgres;
let database: Database;
const stuck: string[] = [];

beforeAll(async () => {
  postgres = await TestPostgres.start();
  database = await postgres.openMigrated();
});
afterAll(async () => {
  await database?.close();
  await postgres?.[Symbol.asyncDispose]();
});

const chainOf = (from: Database) => new AuditChain({ database: from, onStuck: (companyId) => stuck.push(companyId) });
async function write(company: string, rows: number): Promise<void> {
  await database.withTenant(contextOf(company), async (tx) => {
    for (let row = 1; row <= rows; row++) {
      await commitChange(tx, { event: null, audit: { table: 'notes', operation: 'insert', after: { row } } });
    }
  });
}
async function chainAll(): Promise<void> {
  while ((await chainOf(database).advance()).chained > 0);
}
async function written(company: string, rows = 5): Promise<string> {
  await write(company, rows);
  await chainAll();
  return company;
}
interface Row {
  readonly id: string;
  readonly seq: number;
  readonly prev_hash: Buffer;
  readonly hash: Buffer;
}
const rowsOf = (company: string) =>
  postgres.query<Row>('SELECT id, seq::int, prev_hash, hash FROM content.audit_log WHERE company_id = $1 ORDER BY seq', [company]);
/** As an administrator of Postgres, whom nothing holds back. */
const tamper = (text: string, values: unknown[] = []) => postgres.query(text, values);
async function faultsOf(companyId: string): Promise<[AuditFault, number][]> {
  const { findings } = await new AuditVerifier(database).verify({ companyId });
  return findings.map(({ fault, seq }) => [fault, seq]);
}

describe('chaining', () => {
  it('gives the rows of each company places without gaps, each with the hash of the one before', async () => {
    const [one, two] = [newId(), newId()];
    await write(one, 2);
    await write(two, 1);
    await write(one, 1);
    await chainAll();
    const rows = await rowsOf(one);
    expect(rows.map((row) => row.seq)).toEqual([1, 2, 3]);
    expect(rows[0]?.prev_hash).toHaveLength(0);
    expect(rows.slice(1).map((row) => row.prev_hash)).toEqual(rows.slice(0, 2).map((row) => row.hash));
    expect((await rowsOf(two)).map((row) => row.seq)).toEqual([1]);
    expect([await faultsOf(one), await faultsOf(two)]).toEqual([[], []]);
  });

  it('goes on where it ended, and does nothing when there is nothing', async () => {
    const company = await written(newId(), 3);
    expect(await chainOf(database).advance()).toEqual({ chained: 0, companies: [], isMore: false });
    await written(company, 2);
    expect((await rowsOf(company)).map((row) => row.seq)).toEqual([1, 2, 3, 4, 5]);
  });

  it('puts each row into its chain once, however many processes do it at once', async () => {
    const companies = Array.from({ length: 10 }, newId);
    for (const company of companies) await write(company, 30);
    const other = await postgres.open();
    const chains = [database, other, database, other].map(chainOf);
    for (let left = true; left; ) {
      const outcomes = await Promise.all(chains.map((chain) => chain.advance()));
      left = outcomes.some(({ chained }) => chained > 0);
    }
    await other.close();
    for (const company of companies) {
      expect((await rowsOf(company)).map((row) => row.seq)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
      expect(await faultsOf(company)).toEqual([]);
    }
  });

  it('works off what piled up, also where Postgres has settled for a plan', async () => {
    const company = await written(newId(), 1);
    await tamper(
      `INSERT INTO content.audit_log (id, company_id, table_name, operation, actor, correlation_id, sealed)
       SELECT uuidv7(), $1, 'notes', 'insert', 'service:content', 'c1', decode(repeat('ab', 500), 'hex') FROM generate_series(1, 20000)`,
      [company],
    );
    await chainAll();
    expect((await rowsOf(company)).map((row) => row.seq)).toEqual(Array.from({ length: 20_001 }, (_, index) => index + 1));
    expect(await faultsOf(company)).toEqual([]);
  });

  it('seals what an older release wrote in clear', async () => {
    const company = newId();
    await tamper(
      `INSERT INTO content.audit_log (id, company_id, table_name, operation, old_values, new_values, actor, correlation_id)
       VALUES ($1, $2, 'notes', 'update', '{"text": "planted"}', '{"text": "planted"}', 'service:content', 'c1')`,
      [newId(), company],
    );
    await chainAll();
    const [row] = await tamper('SELECT t::text AS text, sealed IS NOT NULL AS is_sealed FROM content.audit_log t WHERE company_id = $1', [
      company,
    ]);
    expect(row).toMatchObject({ is_sealed: true, text: expect.not.stringContaining('planted') });
    expect(await faultsOf(company)).toEqual([]);
  });

  it('leaves a company whose key does not open and goes on with the others', async () => {
    const [locked, open] = [newId(), newId()];
    await write(locked, 1);
    const strange = await postgres.open({ secrets: Secrets.fromMasterKey(randomBytes(32).toString('base64')) });
    await strange.withTenant(contextOf(open), (tx) =>
      commitChange(tx, { event: null, audit: { table: 'notes', operation: 'insert', after: {} } }),
    );
    await chainOf(strange).advance();
    await strange.close();
    expect([await rowsOf(locked), await rowsOf(open)]).toMatchObject([[{ seq: null }], [{ seq: 1 }]]);
    expect(stuck).toEqual([locked]);
    await chainAll();
    expect(await faultsOf(locked)).toEqual([]);
    expect(await faultsOf(open)).toEqual([['key-lost', 1]]);
  });

  it('leaves a chain whose head was taken away, and goes on with the others', async () => {
    const [headless, whole] = [await written(newId(), 2), newId()];
    await tamper('DELETE FROM content.audit_heads WHERE company_id = $1', [headless]);
    await write(headless, 1);
    await write(whole, 1);
    const chain = chainOf(database);
    while ((await chain.advance()).chained > 0);
    expect(stuck.at(-1)).toBe(headless);
    expect(await rowsOf(whole)).toMatchObject([{ seq: 1 }]);
    expect([await faultsOf(whole), await faultsOf(headless)]).toEqual([[], [['head-changed', 2]]]);
    expect((await new AuditVerifier(database).waiting()).rows).toBeGreaterThan(0);
    for (const table of ['audit_log', 'audit_keys']) await tamper(`DELETE FROM content.${table} WHERE company_id = $1`, [headless]);
  });

  it('fills what is null and nothing else, wherever it is asked to', async () => {
    const company = await written(newId(), 2);
    const [, last] = await rowsOf(company);
    const append = (seq: number, hash: Buffer | undefined, ids: (string | undefined)[]) =>
      database.runSystem({
        text: `SELECT append_audit($1, $2, $3, $4, $5, '{null}')`,
        values: [company, seq, hash, ids, [Buffer.from('forged')]],
      });
    expect(await append(0, Buffer.alloc(0), [last?.id])).toEqual([[{ append_audit: false }]]);
    await expect(append(2, last?.hash, [last?.id])).rejects.toThrow('has no place yet');
    expect(await faultsOf(company)).toEqual([]);
  });
});

describe('verification', () => {
  it('finds a row that was changed, in any column', async () => {
    for (const change of [
      `table_name = 'users'`,
      `operation = 'delete'`,
      `actor = 'operator'`,
      'user_id = NULL',
      `correlation_id = 'x'`,
      `"timestamp" = "timestamp" + interval '1 microsecond'`,
      'sealed = NULL',
      `new_values = '{"forged": true}'`,
      `sealed = set_byte(sealed, 40, get_byte(sealed, 40) # 1)`,
    ]) {
      const company = await written(newId());
      await tamper(`UPDATE content.audit_log SET ${change} WHERE company_id = $1 AND seq = 3`, [company]);
      expect([change, await faultsOf(company)]).toEqual([change, [['changed', 3]]]);
    }
  });

  it('finds rows that were removed: the first, one in the middle, the last', async () => {
    for (const [seq, fault] of [
      [1, 'removed'],
      [3, 'removed'],
      [5, 'truncated'],
    ]) {
      const company = await written(newId());
      await tamper('DELETE FROM content.audit_log WHERE company_id = $1 AND seq = $2', [company, seq]);
      expect(await faultsOf(company)).toEqual([[fault, seq]]);
    }
  });

  it('finds rows that changed places, also where their links were mended', async () => {
    const company = await written(newId());
    await tamper('UPDATE content.audit_log SET seq = -seq WHERE company_id = $1 AND seq IN (2, 3)', [company]);
    await tamper('UPDATE content.audit_log SET seq = 5 + seq WHERE company_id = $1 AND seq < 0', [company]);
    expect(await faultsOf(company)).toEqual([
      ['reordered', 2],
      ['reordered', 3],
      ['reordered', 4],
    ]);
    const rows = await rowsOf(company);
    for (const [index, row] of rows.entries()) {
      await tamper('UPDATE content.audit_log SET prev_hash = $2 WHERE id = $1', [row.id, rows[index - 1]?.hash ?? Buffer.alloc(0)]);
    }
    expect((await faultsOf(company)).map(([fault]) => fault)).toEqual(['changed', 'changed', 'changed']);
  });

  it('finds a removed row whose successors moved up', async () => {
    const company = await written(newId());
    await tamper('DELETE FROM content.audit_log WHERE company_id = $1 AND seq = 2', [company]);
    for (const seq of [3, 4, 5])
      await tamper('UPDATE content.audit_log SET seq = seq - 1 WHERE company_id = $1 AND seq = $2', [company, seq]);
    await tamper('UPDATE content.audit_heads SET seq = 4 WHERE company_id = $1', [company]);
    expect(await faultsOf(company)).toEqual([['reordered', 2]]);
  });

  it('finds a row that was put in by hand', async () => {
    const company = await written(newId());
    const [last] = (await rowsOf(company)).slice(-1);
    await tamper(
      `INSERT INTO content.audit_log (id, company_id, table_name, operation, actor, correlation_id, seq, prev_hash, hash)
       VALUES ($1, $2, 'notes', 'insert', 'user:x', 'c', 6, $3, sha256('guess'))`,
      [newId(), company, last?.hash],
    );
    await tamper(`UPDATE content.audit_heads SET seq = 6, hash = sha256('guess') WHERE company_id = $1`, [company]);
    expect(await faultsOf(company)).toEqual([['changed', 6]]);
  });

  it('finds an end that was cut off together with its head, where somebody else kept the end', async () => {
    const company = await written(newId());
    const rows = await rowsOf(company);
    const [, , third, , last] = rows;
    await tamper('DELETE FROM content.audit_log WHERE company_id = $1 AND seq > 3', [company]);
    await tamper('UPDATE content.audit_heads SET seq = 3, hash = $2 WHERE company_id = $1', [company, third?.hash]);
    expect(await faultsOf(company)).toEqual([]);
    const end = { seq: 5, hash: last?.hash.toString('hex') as string };
    const ends = { last: async () => end, companies: async () => [company] };
    const verify = () => new AuditVerifier(database).verify({ companyId: company, ends });
    expect((await verify()).findings).toMatchObject([{ fault: 'truncated', seq: 4 }]);
    // It grew again since, as long as it was.
    await written(company, 2);
    expect((await verify()).findings).toMatchObject([{ fault: 'changed', seq: 5 }]);
  });

  it('finds a chain of which nothing is left, where somebody else kept its end', async () => {
    const gone = newId();
    const kept = await written(newId());
    const ends = { last: async () => undefined, companies: async () => [gone, kept] };
    const found = async (companyId: string) => (await new AuditVerifier(database).verify({ companyId, ends })).findings;
    expect(await found(gone)).toEqual([{ company_id: gone, fault: 'truncated', seq: 1, row_id: null }]);
    expect(await found(kept)).toEqual([]);
  });

  it('says whose key was destroyed and whose was lost', async () => {
    const [erased, robbed] = [await written(newId()), await written(newId())];
    await tamper(
      'UPDATE content.audit_keys SET ciphertext = NULL, wrapped_key = NULL, key_id = NULL, destroyed_at = now() WHERE company_id = $1',
      [erased],
    );
    await tamper('DELETE FROM content.audit_keys WHERE company_id = $1', [robbed]);
    const verify = (companyId: string) => new AuditVerifier(database).verify({ companyId });
    expect(await verify(erased)).toMatchObject({ findings: [], chains: [{ is_erased: true }] });
    expect(await verify(robbed)).toMatchObject({ findings: [{ fault: 'key-lost' }] });
  });

  it('stops where there is much to find, and goes on from there', async () => {
    const company = await written(newId(), 250);
    await tamper(`UPDATE content.audit_log SET actor = 'nobody' WHERE company_id = $1`, [company]);
    const verifier = new AuditVerifier(database);
    const counts: number[] = [];
    for (let next: AuditPlace | null | undefined; next !== null; ) {
      const piece = await verifier.verify({ companyId: company, from: next });
      counts.push(piece.findings.length);
      next = piece.next;
    }
    expect(counts).toEqual([100, 100, 50]);
  });

  it('walks every chain, a piece at a time, as if it were one', async () => {
    for (let count = 0; count < 105; count++) await write(newId(), 1);
    await written(newId(), 3);
    const verifier = new AuditVerifier(database);
    const companies: string[] = [];
    let next: AuditPlace | null | undefined;
    do {
      const piece = await verifier.verify({ from: next ?? undefined });
      companies.push(...piece.chains.map((chain) => chain.company_id));
      next = piece.next;
    } while (next);
    const known = await postgres.query<{ company_id: string }>('SELECT company_id FROM content.audit_heads ORDER BY company_id');
    expect(companies).toEqual(known.map((row) => row.company_id));
  });
});
