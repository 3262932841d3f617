import pg from 'pg';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { newId } from './new-id.js';
import { type MigrateCommand, runMigrations } from './run-migrations.js';
import { CreateNotes1700000000000, TestPostgres } from './test-service.fixture.js';

/** Back-fills a table that is full already: under FORCE an owner without a policy would touch no row, and say nothing. */
class AddLength1700000001000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE content.notes ADD length integer');
    await queryRunner.query('UPDATE content.notes SET length = char_length(text)');
    await queryRunner.query('ALTER TABLE content.notes ALTER length SET NOT NULL');
  }
  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE content.notes DROP length');
  }
}

class Fail1700000002000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('CREATE TABLE content.half (id integer)');
    await queryRunner.query('SELECT 1 / 0');
  }
  async down(): Promise<void> {}
}

class OpenDoors1700000003000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE content.notes ADD CONSTRAINT notes_place UNIQUE (company_id, id)');
    await queryRunner.query(`
      CREATE TABLE content.open (
        company_id uuid,
        note_id uuid CONSTRAINT plain REFERENCES content.notes (id),
        CONSTRAINT crossed FOREIGN KEY (note_id, company_id) REFERENCES content.notes (company_id, id),
        CONSTRAINT straight FOREIGN KEY (company_id, note_id) REFERENCES content.notes (company_id, id))`);
  }
  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE content.open');
  }
}

let postgres: TestPostgres;
let adminUrl: string;
let databases = 0;

beforeAll(async () => {
  postgres = await TestPostgres.start();
});
beforeEach(async () => {
  const name = `migrated_${++databases}`;
  await postgres.query(`CREATE DATABASE ${name}`);
  adminUrl = postgres.adminUrl.replace(/[^/]*$/, name);
});
afterAll(() => postgres?.[Symbol.asyncDispose]());

type Migration = new () => MigrationInterface;

const BOTH: readonly Migration[] = [CreateNotes1700000000000, AddLength1700000001000];
const NAMES = BOTH.map((migration) => migration.name);

async function migrate(command: MigrateCommand, migrations: readonly Migration[] = BOTH) {
  const [result] = await runMigrations({ adminUrl, services: [{ name: 'content', migrations }], passwords: postgres.passwords, command });
  return result;
}

const query = <R>(text: string, values: unknown[] = []) => postgres.query<R>(text, values, adminUrl);
const schemas = () => query(`SELECT 1 FROM pg_namespace WHERE nspname = 'content'`);

it('runs what is pending, once', async () => {
  expect(await migrate('up')).toMatchObject({ done: NAMES, applied: NAMES, pending: [] });
  expect(await migrate('up')).toMatchObject({ done: [], applied: NAMES, pending: [] });
});

it('back-fills a filled table as its owner, under forced row-level security', async () => {
  await migrate('up', [CreateNotes1700000000000]);
  for (const text of ['one', 'three'])
    await query('INSERT INTO content.notes (company_id, id, text) VALUES ($1, $2, $3)', [newId(), newId(), text]);
  await migrate('up');
  expect(await query('SELECT text, length FROM content.notes ORDER BY text')).toEqual([
    { text: 'one', length: 3 },
    { text: 'three', length: 5 },
  ]);
  const [owner] = await query(`SELECT relforcerowsecurity, relowner::regrole::text FROM pg_class WHERE oid = 'content.notes'::regclass`);
  expect(owner).toEqual({ relforcerowsecurity: true, relowner: 'content_owner' });
});

it('undoes the last one, down to nothing and up again', async () => {
  await migrate('up');
  expect(await migrate('down')).toMatchObject({ done: [NAMES[1]], applied: [NAMES[0]], pending: [NAMES[1]] });
  expect(await migrate('down')).toMatchObject({ done: [NAMES[0]], applied: [], pending: NAMES });
  const left = `SELECT relname FROM pg_class WHERE relnamespace = 'content'::regnamespace AND relkind IN ('r', 'p') ORDER BY relname`;
  expect(await query(left)).toEqual([{ relname: 'migrations' }]);
  expect(await migrate('down')).toMatchObject({ done: [] });
  expect(await migrate('up')).toMatchObject({ done: NAMES });
});

it('tells the status without touching anything', async () => {
  expect(await migrate('status')).toMatchObject({ done: [], applied: [], pending: NAMES });
  expect(await schemas()).toEqual([]);
});

it('tries everything in a dry run and leaves nothing behind', async () => {
  const result = await migrate('dry-run');
  expect(result).toMatchObject({ done: NAMES, applied: [], pending: NAMES });
  expect(result?.statements).toContain('UPDATE content.notes SET length = char_length(text)');
  expect(await schemas()).toEqual([]);
  await expect(migrate('dry-run', [...BOTH, Fail1700000002000])).rejects.toThrow('division by zero');
});

it('leaves nothing of a failed migration, and keeps those before it', async () => {
  await expect(migrate('up', [...BOTH, Fail1700000002000])).rejects.toThrow('division by zero');
  expect(await migrate('status', [...BOTH, Fail1700000002000])).toMatchObject({ applied: NAMES, pending: ['Fail1700000002000'] });
  expect(await query(`SELECT to_regclass('content.half') AS half`)).toEqual([{ half: null }]);
});

it('refuses a table that would let companies meet, and says where', async () => {
  const open = [CreateNotes1700000000000, OpenDoors1700000003000];
  for (const command of ['dry-run', 'up'] as const) {
    const refused = expect(migrate(command, open)).rejects;
    const gaps =
      /content\.open has a company_id but no forced.*without company_id \(crossed\); content\.open refers to content\.notes without company_id \(plain\)$/;
    await refused.toThrow(gaps);
  }
});

it('lets two runs at the same time take turns', async () => {
  const both = await Promise.all([migrate('up'), migrate('up')]);
  expect(both.map((result) => result?.done.length).toSorted()).toEqual([0, 2]);
});

it('works for an administrator who is no superuser, as on a managed Postgres', async () => {
  await query(`CREATE ROLE manager LOGIN CREATEROLE PASSWORD 'secret'`);
  await query(`GRANT CREATE ON DATABASE ${adminUrl.replace(/.*\//, '')} TO manager`);
  await query('GRANT content, content_owner, content_search, content_system TO manager WITH ADMIN OPTION');
  const url = new URL(adminUrl);
  url.username = 'manager';
  url.password = 'secret';
  adminUrl = url.href;
  expect(await migrate('up')).toMatchObject({ done: NAMES });
});

it('refuses a role that bypasses row-level security', async () => {
  await query('ALTER ROLE content BYPASSRLS');
  try {
    await expect(migrate('up')).rejects.toThrow('The role content bypasses');
  } finally {
    await query('ALTER ROLE content NOBYPASSRLS');
  }
});

it('gives each role the password it was told', async () => {
  await migrate('up');
  const url = new URL(adminUrl);
  url.username = 'content';
  for (const [password, isRight] of [
    [postgres.passwords.content ?? '', true],
    ['guessed', false],
  ] as const) {
    url.password = password;
    const client = new pg.Client(url.href);
    const connected = await client.connect().then(
      () => true,
      () => false,
    );
    await client.end();
    expect(connected).toBe(isRight);
  }
});
