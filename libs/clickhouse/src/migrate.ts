import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { ClickHouse } from './clickhouse.js';
import { renderForCluster } from './cluster.js';
import { defineQuery } from './query.js';

export interface ClickHouseMigration {
  /** `<service>/<file>`: services share one database. */
  readonly name: string;
  readonly isApplied: boolean;
}

export interface MigrateClickHouseOptions {
  /** Tables become replicated ones on this cluster. */
  readonly cluster?: string;
}

const LEDGER = `CREATE TABLE IF NOT EXISTS schema_migrations (
  name String,
  checksum String,
  applied_at DateTime64(3, 'UTC') DEFAULT now64(3)
) ENGINE = MergeTree ORDER BY name`;

const appliedQuery = defineQuery({
  name: 'clickhouse.migrations',
  sql: 'SELECT name, any(checksum) AS checksum FROM schema_migrations GROUP BY name',
  params: z.object({}),
  row: z.object({ name: z.string(), checksum: z.string() }),
});

/**
 * Applies the numbered .sql files of a service's folder that the database of `url` has not seen, in order, and makes that
 * database if need be. ClickHouse has no transactions over DDL, so a file that failed half-way runs again from its start:
 * its statements say IF NOT EXISTS. Returns the names applied. Throws where an applied file has changed since.
 */
export async function migrateClickHouse(url: string, folder: string, options: MigrateClickHouseOptions = {}): Promise<string[]> {
  await createDatabase(url, options);
  return withClickHouse(url, async (clickhouse) => {
    await clickhouse.command(render(LEDGER, options));
    const done: string[] = [];
    for (const file of await compare(clickhouse, folder)) {
      if (file.isApplied) continue;
      for (const statement of statementsOf(file.text)) await clickhouse.command(render(statement, options));
      const row = JSON.stringify({ name: file.name, checksum: file.checksum });
      await clickhouse.insertRaw({ sql: 'INSERT INTO schema_migrations (name, checksum) FORMAT JSONEachRow', body: row });
      done.push(file.name);
    }
    return done;
  });
}

/** The files of a folder and whether the database has seen them. */
export function clickHouseMigrations(url: string, folder: string): Promise<ClickHouseMigration[]> {
  return withClickHouse(url, async (clickhouse) => {
    await clickhouse.command(LEDGER);
    return (await compare(clickhouse, folder)).map(({ name, isApplied }) => ({ name, isApplied }));
  });
}

async function compare(clickhouse: ClickHouse, folder: string) {
  const applied = new Map((await clickhouse.run(appliedQuery, {})).map((row) => [row.name, row.checksum]));
  const service = basename(dirname(folder));
  const files = readdirSync(folder).filter((file) => /^\d+-.*\.sql$/.test(file));
  return files.sort().map((file) => {
    const text = readFileSync(join(folder, file), 'utf8');
    const checksum = createHash('sha256').update(text).digest('hex');
    const name = `${service}/${file}`;
    const known = applied.get(name);
    if (known !== undefined && known !== checksum) throw new Error(`The ClickHouse migration ${name} has changed since it was applied`);
    return { name, text, checksum, isApplied: known !== undefined };
  });
}

/** Statements end with a semicolon at the end of a line; lines of comment are left out. */
function statementsOf(text: string): string[] {
  const withoutComments = text.replace(/^\s*--.*$/gm, '');
  return withoutComments
    .split(/;\s*$/m)
    .map((statement) => statement.trim())
    .filter(Boolean);
}

async function createDatabase(url: string, options: MigrateClickHouseOptions): Promise<void> {
  const server = new URL(url);
  const database = server.pathname.slice(1) || server.searchParams.get('database');
  server.pathname = '/';
  server.searchParams.delete('database');
  if (!database) return;
  await withClickHouse(server.href, (clickhouse) =>
    clickhouse.command(render(`CREATE DATABASE IF NOT EXISTS \`${database.replaceAll('`', '')}\``, options)),
  );
}

async function withClickHouse<T>(url: string, work: (clickhouse: ClickHouse) => Promise<T>): Promise<T> {
  const clickhouse = await ClickHouse.open(url);
  try {
    return await work(clickhouse);
  } finally {
    await clickhouse.close();
  }
}

function render(sql: string, { cluster }: MigrateClickHouseOptions): string {
  return cluster ? renderForCluster(sql, cluster) : sql;
}
