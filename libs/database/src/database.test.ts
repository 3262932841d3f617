import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database } from './database.js';
import { newId } from './new-id.js';
import { isUniqueViolation } from './store-errors.js';
import { contextOf, TestPostgres } from './test-service.fixture.js';
import type { Tx } from './transaction.js';

interface Note {
  company_id: string;
  id: string;
  text: string;
  version: number;
  created_at: string;
}

let postgres: TestPostgres;
let database: Database;
const reported: unknown[] = [];

beforeAll(async () => {
  postgres = await TestPostgres.start();
  // One connection, so that whatever a transaction left on it is met by the next.
  database = await postgres.openMigrated({ poolSize: 1, onError: (error) => reported.push(error) });
});
afterAll(async () => {
  await database?.close();
  await postgres?.[Symbol.asyncDispose]();
});

const insertNote = (tx: Tx, companyId: string, id: string, text = 'hello') =>
  tx.one<Note>('INSERT INTO notes (company_id, id, text) VALUES ($1, $2, $3) RETURNING *', [companyId, id, text]);

describe('withTenant', () => {
  it('separates two companies in every statement', async () => {
    const [ours, theirs, id] = [newId(), newId(), newId()];
    await database.withTenant(contextOf(ours), (tx) => insertNote(tx, ours, id));
    await database.withTenant(contextOf(theirs), async (tx) => {
      expect(await tx.query('SELECT * FROM notes')).toEqual([]);
      expect(await tx.query('UPDATE notes SET text = $2 WHERE id = $1 RETURNING id', [id, 'stolen'])).toEqual([]);
      expect(await tx.query('DELETE FROM notes WHERE id = $1 RETURNING id', [id])).toEqual([]);
    });
    await expect(database.withTenant(contextOf(theirs), (tx) => insertNote(tx, ours, newId()))).rejects.toThrow('row-level security');
    await expect(database.withTenant(contextOf(ours), (tx) => tx.query('UPDATE notes SET company_id = $1', [theirs]))).rejects.toThrow(
      'row-level security',
    );
  });

  it('refuses a reference to a row of another company, which foreign keys would find in spite of the policies', async () => {
    const [ours, theirs, id] = [newId(), newId(), newId()];
    await database.withTenant(contextOf(ours), (tx) => insertNote(tx, ours, id));
    const comment = (companyId: string) =>
      database.withTenant(contextOf(companyId), (tx) =>
        tx.query('INSERT INTO comments (company_id, id, note_id) VALUES ($1, $2, $3)', [companyId, newId(), id]),
      );
    await comment(ours);
    await expect(comment(theirs)).rejects.toThrow('comments_company_id_note_id_fkey');
  });

  it('leaves no company behind on its connection', async () => {
    const company = newId();
    await database.withTenant(contextOf(company), (tx) => insertNote(tx, company, newId()));
    await expect(database.withTenant(contextOf(company), () => Promise.reject(new Error('rolled back')))).rejects.toThrow('rolled back');
    const [seen] = await database.readTenant<{ setting: string; rows: number }>(contextOf(company), 'peek', []);
    expect(seen).toEqual({ setting: '', rows: 0 });
  });

  it('rolls everything back when the work throws, and does not run what waited for the commit', async () => {
    const [company, id] = [newId(), newId()];
    const happened: string[] = [];
    const failing = database.withTenant(contextOf(company), async (tx) => {
      tx.afterCommit(() => void happened.push('hook'));
      await insertNote(tx, company, id);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await database.withTenant(contextOf(company), (tx) => tx.query('SELECT id FROM notes'))).toEqual([]);
    expect(happened).toEqual([]);
  });

  it('does not pretend to have committed when the work swallowed the error of a statement', async () => {
    const company = newId();
    const swallowing = database.withTenant(contextOf(company), (tx) => tx.query('SELECT 1 / 0').catch(() => 'fine'));
    await expect(swallowing).rejects.toThrow('Rolled back');
  });

  it('runs what waited for the commit in order, and reports its errors instead of failing', async () => {
    const happened: string[] = [];
    await database.withTenant(contextOf(newId()), async (tx) => {
      tx.afterCommit(() => Promise.reject(new Error('the cache is away')));
      tx.afterCommit(() => void happened.push('second'));
    });
    expect(happened).toEqual(['second']);
    expect(reported).toEqual([new Error('the cache is away')]);
  });

  it('refuses a statement after the transaction ended', async () => {
    const leaked = await database.withTenant(contextOf(newId()), async (tx) => tx);
    await expect(leaked.query('SELECT 1')).rejects.toThrow('has ended');
  });

  it('refuses an actor without a company', async () => {
    const context = { ...contextOf(newId()), actor: { kind: 'operator', company_id: null } as const };
    await expect(database.withTenant(context, (tx) => tx.query('SELECT 1'))).rejects.toThrow('withSystem');
  });

  it('gives instants with microseconds in UTC, bigints as numbers and names a broken constraint', async () => {
    const [company, id] = [newId(), newId()];
    const row = await database.withTenant(contextOf(company), (tx) => insertNote(tx, company, id));
    expect(row).toMatchObject({ version: 1, created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/) });
    const error = await database.withTenant(contextOf(company), (tx) => insertNote(tx, company, id)).catch((thrown: unknown) => thrown);
    expect(isUniqueViolation(error, 'notes_pkey')).toBe(true);
    expect(isUniqueViolation(error, 'other')).toBe(false);
  });
});

describe('readTenant', () => {
  it('sees the company it asks for and no other', async () => {
    const [ours, theirs, id] = [newId(), newId(), newId()];
    await database.withTenant(contextOf(ours), (tx) => insertNote(tx, ours, id, 'read me'));
    expect(await database.readTenant<Note>(contextOf(ours), 'read_notes', ['read me'])).toMatchObject([{ id }]);
    expect(await database.readTenant<Note>(contextOf(theirs), 'read_notes', ['read me'])).toEqual([]);
  });

  it('refuses anything but a plain name', async () => {
    await expect(database.readTenant(contextOf(newId()), 'f(); DROP TABLE notes; --', [])).rejects.toThrow('identifier');
  });
});

describe('withSystem', () => {
  it('sees every company', async () => {
    const companies = [newId(), newId()];
    for (const company of companies) await database.withTenant(contextOf(company), (tx) => insertNote(tx, company, newId(), 'for all'));
    const rows = await database.withSystem('test', (tx) =>
      tx.query<Note>(`SELECT * FROM notes WHERE text = 'for all' ORDER BY company_id`),
    );
    expect(rows.map((row) => row.company_id)).toEqual(companies);
  });

  it('names its reason where an operator looks', async () => {
    const name = await database.withSystem('expire drafts', (tx) => tx.one(`SELECT current_setting('application_name') AS name`));
    expect(name).toEqual({ name: 'content: expire drafts' });
  });
});

describe('the roles of a running service', () => {
  it('do not bypass row-level security', async () => {
    const roles = await postgres.query(
      `SELECT rolname, rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname ~ '^content(_|$)' ORDER BY rolname`,
    );
    const plain = { rolsuper: false, rolbypassrls: false, rolcreaterole: false };
    expect(roles).toEqual(['content', 'content_owner', 'content_search', 'content_system'].map((rolname) => ({ rolname, ...plain })));
    expect(await database.isReady()).toBe(true);
  });

  it.each([
    ['reads the outbox', 'SELECT * FROM outbox'],
    ['changes the outbox', 'UPDATE outbox SET data = NULL'],
    ['changes the audit log', 'UPDATE audit_log SET actor = NULL'],
    ['empties the audit log', 'DELETE FROM audit_log'],
    ['truncates the audit log', 'TRUNCATE audit_log'],
    ['changes a key of the audit log', 'UPDATE audit_keys SET key_id = NULL'],
    ['takes a key away', 'DELETE FROM audit_keys'],
    ['moves the end of a chain', 'UPDATE audit_heads SET seq = 0'],
    ['chains', `SELECT append_audit(NULL, 0, '', '{}', '{}', '{}')`],
    ['frees an idempotency key', 'DELETE FROM idempotency_keys'],
    ['takes the lease', 'DELETE FROM relay_lease'],
    ['makes a table', 'CREATE TABLE mine (id int)'],
    ['drops partitions', 'SELECT drop_partitions(0, 0)'],
    ['becomes the owner', 'SET ROLE content_owner'],
  ])('refuse the tenant role that %s', async (_, statement) => {
    await expect(database.withTenant(contextOf(newId()), (tx) => tx.query(statement))).rejects.toThrow(/permission denied/);
  });

  it.each([
    'UPDATE audit_log SET actor = NULL',
    'DELETE FROM audit_log',
    'TRUNCATE audit_log',
    'UPDATE audit_heads SET seq = 0',
    'DELETE FROM audit_heads',
    'DELETE FROM audit_keys',
    'UPDATE audit_keys SET company_id = NULL',
    'DELETE FROM outbox',
    'CREATE TABLE mine (id int)',
  ])('refuse the system role: %s', async (statement) => {
    await expect(database.withSystem('test', (tx) => tx.query(statement))).rejects.toThrow(/permission denied|must be owner/);
  });

  it('may not be an administrator', async () => {
    const unsafe = await Database.open({ schema: 'content', url: postgres.adminUrl, systemUrl: postgres.adminUrl });
    await expect(unsafe.isReady()).rejects.toThrow('bypasses row-level security');
    await unsafe.close();
  });

  it('must be able to log in', async () => {
    const wrong = postgres.adminUrl.replace(/:[^:@]*@/, ':guessed@');
    const refused = await Database.open({ schema: 'content', url: wrong, systemUrl: wrong });
    await expect(refused.isReady()).rejects.toThrow('password authentication failed');
    await refused.close();
  });
});
