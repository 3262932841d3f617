import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { ClickHouse } from './clickhouse.js';
import { renderForCluster } from './cluster.js';
import { defineQuery } from './query.js';
import { isMissing } from './store-error.js';

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

/**
 * Names of the migrations that a service's code needs and its database has not seen, as `<service>/<file>`: services share one database. Makes
 * nothing. Those that the database has and the code does not know belong to a newer version.
 * @throws AppError PLATFORM_STORE_UNAVAILABLE
 */
export async function pendingClickHouseMigrations(clickhouse: ClickHouse, folder: string): Promise<string[]> {
  const applied = await appliedOf(clickhouse).catch((error: unknown) => {
    if (isMissing(error)) return new Map();
    throw error;
  });
  return filesOf(folder).flatMap(({ name }) => (applied.has(name) ? [] : name));
}

async function compare(clickhouse: ClickHouse, folder: string) {
  const applied = await appliedOf(clickhouse);
  return filesOf(folder).map(({ name, path }) => {
    const text = readFileSync(path, 'utf8');
    const checksum = createHash('sha256').update(text).digest('hex');
    const known = applied.get(name);
    if (known !== undefined && known !== checksum) throw new Error(`The ClickHouse migration ${name} has changed since it was applied`);
    return { name, text, checksum, isApplied: known !== undefined };
  });
}

/** Checksums by name. */
async function appliedOf(clickhouse: ClickHouse): Promise<Map<string, string>> {
  return new Map((await clickhouse.run(appliedQuery, {})).map((row) => [row.name, row.checksum]));
}

function filesOf(folder: string) {
  const service = basename(dirname(folder));
  const files = readdirSync(folder).filter((file) => /^\d+-.*\.sql$/.test(file));
  return files.sort().map((file) => ({ name: `${service}/${file}`, path: join(folder, file) }));
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
