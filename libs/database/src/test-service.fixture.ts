import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { defineEvent, type RequestContext } from '@smartcontent/contracts';
import { type RunningPostgres, startPostgres } from '@smartcontent/local-stack';
import { Secrets } from '@smartcontent/secrets';
import pg from 'pg';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { z } from 'zod';
import { Database, type DatabaseOptions } from './database.js';
import { newId } from './new-id.js';
import { createPlatformTables, dropPlatformTables } from './platform-tables.js';
import { generatePasswords, serviceUrls } from './provision-roles.js';
import { runMigrations } from './run-migrations.js';
import { createReadFunction, protectTenantTable } from './tenant-table.js';

/** A service of the tests: notes with comments, in the schema `content`. */
export class CreateNotes1700000000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await createPlatformTables(queryRunner, 'content');
    await queryRunner.query(`
      CREATE TABLE content.notes (
        company_id uuid NOT NULL, id uuid NOT NULL PRIMARY KEY, text text NOT NULL, version bigint NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now(), UNIQUE (company_id, id));
      CREATE TABLE content.comments (
        company_id uuid NOT NULL, id uuid NOT NULL PRIMARY KEY, note_id uuid NOT NULL,
        FOREIGN KEY (company_id, note_id) REFERENCES content.notes (company_id, id));
    `);
    await protectTenantTable(queryRunner, 'content.notes');
    await protectTenantTable(queryRunner, 'content.comments');
    await createReadFunction(queryRunner, {
      name: 'content.read_notes',
      parameters: 'wanted_text text',
      returns: 'SETOF content.notes',
      query: 'SELECT * FROM content.notes WHERE text = wanted_text ORDER BY id',
    });
    // What a request would see that forgot to say for whom it asks.
    await queryRunner.query(`
      CREATE FUNCTION content.peek(company uuid, asker uuid) RETURNS TABLE (setting text, rows bigint) LANGUAGE sql AS
      $$ SELECT current_setting('app.company_id', true), (SELECT count(*) FROM content.notes) $$
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP FUNCTION content.peek, content.read_notes');
    await queryRunner.query('DROP TABLE content.comments, content.notes');
    await dropPlatformTables(queryRunner, 'content');
  }
}

export const NoteWritten = defineEvent({
  subject: 'evt.content.note.written.v1',
  summary: 'A note was written',
  aggregate: 'note',
  data: z.object({ text: z.string() }),
  consumers: [],
  example: { text: 'hello' },
});

/** Of this process, for all its files; gone with the folder of the run. */
let made: Promise<string> | undefined;

/** An empty Postgres to copy, since making one takes three times as long. */
async function makeEmpty(): Promise<string> {
  const postgres = await startPostgres({ folder: join(newFolder('smartcontent-empty-'), 'postgres'), isDurable: false });
  await postgres.stop();
  return postgres.folder;
}

/** Postgres may run as another user than this process. */
function newFolder(prefix: string): string {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  chmodSync(folder, 0o711);
  return folder;
}

/** A Postgres of the test file's own, in a temporary folder. */
export class TestPostgres implements AsyncDisposable {
  readonly passwords = generatePasswords(['content']);
  readonly secrets = Secrets.fromMasterKey(randomBytes(32).toString('base64'));
  readonly #folder: string;
  #running: RunningPostgres;

  private constructor(folder: string, running: RunningPostgres) {
    this.#folder = folder;
    this.#running = running;
  }

  static async start(): Promise<TestPostgres> {
    const folder = newFolder('smartcontent-database-');
    made ??= makeEmpty();
    await promisify(execFile)('cp', ['-a', await made, join(folder, 'postgres')]);
    return new TestPostgres(folder, await startPostgres({ folder: join(folder, 'postgres'), isDurable: false }));
  }

  get adminUrl(): string {
    return this.#running.url;
  }

  /** Opens the test service, migrated, in the database `postgres`. */
  async openMigrated(options: Pick<DatabaseOptions, 'poolSize' | 'onError' | 'secrets'> = {}): Promise<Database> {
    const services = [{ name: 'content', migrations: [CreateNotes1700000000000] }];
    await runMigrations({ adminUrl: this.adminUrl, services, passwords: this.passwords, command: 'up' });
    return this.open(options);
  }

  /** Another process of the same service. */
  open(options: Pick<DatabaseOptions, 'poolSize' | 'onError' | 'secrets'> = {}): Promise<Database> {
    const urls = serviceUrls(this.adminUrl, 'content', this.passwords);
    return Database.open({ schema: 'content', ...urls, secrets: this.secrets, ...options });
  }

  /** As the superuser, whom no policy binds. */
  async query<R>(text: string, values: unknown[] = [], url = this.adminUrl): Promise<R[]> {
    const client = new pg.Client(url);
    await client.connect();
    try {
      return (await client.query(text, values)).rows as R[];
    } finally {
      await client.end();
    }
  }

  stop(): Promise<void> {
    return this.#running.stop();
  }

  /** On the same port. */
  async restart(): Promise<void> {
    this.#running = await startPostgres({ folder: this.#running.folder, port: this.#running.port, isDurable: false });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

export function contextOf(companyId: string, idempotency: RequestContext['idempotency'] = null): RequestContext {
  return {
    actor: { kind: 'user', company_id: companyId, user_id: newId(), role: 'admin', tier: 'free', scopes: [] },
    actorToken: '',
    correlationId: newId(),
    traceparent: null,
    deadlineMs: Number.MAX_SAFE_INTEGER,
    idempotency,
  };
}
