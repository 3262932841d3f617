import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from './database.js';
import { readDdlLog } from './ddl-log-reader.js';
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

interface Line {
  readonly role: string;
  readonly command: string;
  readonly object: string;
  readonly statement: string;
}
const linesOf = (object: string) =>
  postgres.query<Line>('SELECT role, command, object, statement FROM ddl_log.content WHERE object = $1 ORDER BY id', [object]);

/** As the owner of the schema, who migrates. */
async function asOwner(...statements: string[]): Promise<void> {
  const client = new pg.Client(postgres.adminUrl);
  await client.connect();
  try {
    await client.query('SET ROLE content_owner');
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

it('holds what migrations did, from the first one on', async () => {
  const [made, ...changed] = await linesOf('content.audit_log');
  expect(made).toMatchObject({ role: 'content_owner', command: 'CREATE TABLE' });
  expect(changed.map(({ command }) => command)).toContain('ALTER TABLE');
});

it('says who made, changed and dropped what, in which words', async () => {
  await asOwner('CREATE TABLE content.extra (id int)', 'ALTER TABLE content.extra ADD text text', 'DROP TABLE content.extra');
  await postgres.query('CREATE TABLE content.extra (id int)');
  expect(await linesOf('content.extra')).toEqual([
    { role: 'content_owner', command: 'CREATE TABLE', object: 'content.extra', statement: 'CREATE TABLE content.extra (id int)' },
    { role: 'content_owner', command: 'ALTER TABLE', object: 'content.extra', statement: 'ALTER TABLE content.extra ADD text text' },
    { role: 'content_owner', command: 'DROP TABLE', object: 'content.extra', statement: 'DROP TABLE content.extra' },
    { role: 'postgres', command: 'CREATE TABLE', object: 'content.extra', statement: 'CREATE TABLE content.extra (id int)' },
  ]);
});

it('holds what opens a door without changing a table: rights, policies, triggers', async () => {
  const statements = [
    'GRANT UPDATE ON content.audit_log TO content',
    'REVOKE UPDATE ON content.audit_log FROM content',
    'CREATE POLICY wide ON content.notes TO content USING (true)',
    'DROP POLICY wide ON content.notes',
    'ALTER TABLE content.notes NO FORCE ROW LEVEL SECURITY',
    'ALTER TABLE content.notes FORCE ROW LEVEL SECURITY',
  ];
  await asOwner(...statements);
  const said = await postgres.query<Line>('SELECT statement FROM ddl_log.content ORDER BY id');
  const seen = said.map(({ statement }) => statement).filter((statement) => statements.includes(statement));
  expect([...new Set(seen)]).toEqual(statements);
});

it('holds nothing of what was rolled back, nor of other schemas', async () => {
  await asOwner('BEGIN', 'CREATE TABLE content.undone (id int)', 'ROLLBACK');
  await postgres.query('CREATE TABLE public.elsewhere (id int)');
  expect([await linesOf('content.undone'), await linesOf('public.elsewhere')]).toEqual([[], []]);
});

it('is switched on again by the next migrate step', async () => {
  await postgres.query('ALTER EVENT TRIGGER content_drop_log DISABLE');
  await postgres.query('CREATE TABLE content.unseen (id int)');
  await postgres.query('DROP TABLE content.unseen');
  expect((await linesOf('content.unseen')).map(({ command }) => command)).toEqual(['CREATE TABLE']);
  await (await postgres.openMigrated()).close();
  await postgres.query('CREATE TABLE content.seen (id int)');
  await postgres.query('DROP TABLE content.seen');
  expect((await linesOf('content.seen')).map(({ command }) => command)).toEqual(['CREATE TABLE', 'DROP TABLE']);
});

it.each([
  `UPDATE ddl_log.content SET role = 'nobody'`,
  'DELETE FROM ddl_log.content',
  'TRUNCATE ddl_log.content',
  'ALTER TABLE ddl_log.content DISABLE TRIGGER ALL',
  'DROP TABLE ddl_log.content',
  'CREATE OR REPLACE FUNCTION ddl_log.note_content() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$',
  'DROP EVENT TRIGGER content_ddl_log',
  'DROP FUNCTION ddl_log.note_content',
  'DROP FUNCTION ddl_log.note_content CASCADE',
  'DROP TABLE ddl_log.content CASCADE',
  'CREATE TABLE ddl_log.mine (id int)',
  'DROP SCHEMA ddl_log CASCADE',
])('is not for the owner of the schema to change: %s', async (statement) => {
  await expect(asOwner(statement)).rejects.toThrow(/permission denied|must be owner|does not exist|superuser|depend/);
  expect((await linesOf('content.audit_log')).length).toBeGreaterThan(0);
});

it('is read newest first, page by page, bounded in size, and by who runs the platform alone', async () => {
  await asOwner(...[1, 2, 3].map((n) => `CREATE TABLE content.read_${n} (id int) /* ${'x'.repeat(9_000)} */`));
  const first = await readDdlLog(database, { limit: 2, before: null });
  expect(first).toMatchObject({
    items: [{ object: 'content.read_3', role: 'content_owner' }, { object: 'content.read_2' }],
    has_more: true,
    is_kept: true,
  });
  const second = await readDdlLog(database, { limit: 1, before: first.items.at(-1)?.id ?? 0 });
  expect(second.items).toMatchObject([{ object: 'content.read_1', command: 'CREATE TABLE' }]);
  await asOwner(...Array.from({ length: 60 }, (_, n) => `CREATE TABLE content.large_${n} (id int) /* ${'x'.repeat(9_900)} */`));
  const large = await readDdlLog(database, { limit: 100, before: null });
  expect(large.items.length).toBeLessThan(60);
  expect(large.has_more).toBe(true);
  await expect(database.withTenant(contextOf(randomUUID()), (tx) => tx.query('SELECT * FROM ddl_log.content'))).rejects.toThrow(
    /permission denied/,
  );
});

it('outlives the schema', async () => {
  await asOwner('DROP SCHEMA content CASCADE');
  expect((await linesOf('content')).at(-1)).toMatchObject({ role: 'content_owner', command: 'DROP SCHEMA' });
});

it('says so where nothing is written down', async () => {
  for (const statement of ['EVENT TRIGGER content_ddl_log', 'EVENT TRIGGER content_drop_log', 'TABLE ddl_log.content']) {
    await postgres.query(`DROP ${statement}`);
  }
  expect(await readDdlLog(database, { limit: 2, before: null })).toEqual({ items: [], has_more: false, is_kept: false });
});
