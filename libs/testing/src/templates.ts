import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ServiceName } from '@smartcontent/contracts';
import { type RolePasswords, runMigrations, type ServiceMigrations } from '@smartcontent/database';
import { Client } from 'pg';

const SERVICES_FOLDER = join(import.meta.dirname, '..', '..', '..', 'services');

/** Migrated databases to clone from: one per set of services, made when first asked for. */
export class Templates {
  readonly #made = new Map<string, Promise<string>>();
  /** One after another: two at once would make the same roles twice. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly adminUrl: string,
    private readonly passwords: RolePasswords,
  ) {}

  /** Name of the database that holds these services' schemas. */
  nameOf(services: readonly ServiceName[]): Promise<string> {
    const name = ['template', ...[...services].sort()].join('_');
    const known = this.#made.get(name);
    if (known !== undefined) return known;
    const made = this.#last.then(() => this.#make(name, services));
    this.#last = made.catch(() => undefined);
    this.#made.set(name, made);
    return made;
  }

  async #make(name: string, services: readonly ServiceName[]): Promise<string> {
    const client = new Client(this.adminUrl);
    await client.connect();
    await client.query(`CREATE DATABASE "${name}"`);
    await client.end();
    const found = await Promise.all(services.filter(hasMigrations).map(readMigrations));
    await runMigrations({ adminUrl: inDatabase(this.adminUrl, name), services: found, passwords: this.passwords, command: 'up' });
    return name;
  }
}

/** The same server and user, another database. */
export function inDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

function migrationsFile(service: ServiceName): string {
  return join(SERVICES_FOLDER, service, 'src', 'migrations', 'index.ts');
}

/** Not every service has a schema (the gateway has none). */
function hasMigrations(service: ServiceName): boolean {
  return existsSync(migrationsFile(service));
}

async function readMigrations(service: ServiceName): Promise<ServiceMigrations> {
  const { migrations } = (await import(pathToFileURL(migrationsFile(service)).href)) as Pick<ServiceMigrations, 'migrations'>;
  return { name: service, migrations };
}
