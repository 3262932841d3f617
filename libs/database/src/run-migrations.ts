import type { MigrationInterface } from 'typeorm';
import type { RolePasswords } from './provision-roles.js';

export interface ServiceMigrations {
  readonly name: string;
  /** Classes whose names end in a timestamp of 13 digits (TypeORM orders by it). */
  readonly migrations: readonly (new () => MigrationInterface)[];
}

export type MigrateCommand = 'up' | 'down' | 'status' | 'dry-run';

export interface MigrateResult {
  readonly service: string;
  /** Migrations that were run (up), undone (down), would run (dry-run), in their order. */
  readonly done: readonly string[];
  readonly applied: readonly string[];
  readonly pending: readonly string[];
  /** What a dry run executed before it was rolled back; empty otherwise. */
  readonly statements: readonly string[];
}

export async function runMigrations(_options: {
  readonly adminUrl: string;
  readonly services: readonly ServiceMigrations[];
  readonly passwords: RolePasswords;
  readonly command: MigrateCommand;
}): Promise<MigrateResult[]> {
  throw new Error('not there yet');
}
