import pg from 'pg';
import type { Database } from './database.js';
import type { ServiceMigrations } from './run-migrations.js';

/** There is no such table or schema, or the migrate step that lets a service look has never run. */
const NEVER_MIGRATED = new Set(['42P01', '3F000', '42501']);

/**
 * Names of the migrations that a service's code needs and its database has not run. Those that the database has and the code does not know
 * belong to a newer version, which expands first: this one works with them.
 */
export async function pendingMigrations(database: Database, migrations: ServiceMigrations['migrations']): Promise<string[]> {
  const done = new Set(await doneMigrations(database));
  return migrations.map((migration) => migration.name).filter((name) => !done.has(name));
}

async function doneMigrations(database: Database): Promise<string[]> {
  try {
    const rows = await database.withSystem('boot', (tx) => tx.query<{ name: string }>(`SELECT name FROM ${database.schema}.migrations`));
    return rows.map((row) => row.name);
  } catch (error) {
    if (error instanceof pg.DatabaseError && NEVER_MIGRATED.has(error.code ?? '')) return [];
    throw error;
  }
}
