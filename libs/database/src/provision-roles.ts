import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { QueryRunner } from 'typeorm';
import { requireIdentifier } from './identifier.js';

/** Password of each role: `<svc>_owner`, `<svc>` and `<svc>_system`. */
export type RolePasswords = Readonly<Record<string, string>>;

const EXTENSIONS = ['pg_trgm', 'btree_gin'];
const PASSWORD_BYTES = 24;

/** The roles of a service: who migrates, who serves requests, who works for all companies. */
export function rolesOf(service: string): { owner: string; tenant: string; system: string } {
  const tenant = requireIdentifier(service);
  return { owner: `${tenant}_owner`, tenant, system: `${tenant}_system` };
}

/** Random passwords for the three roles of each service. */
export function generatePasswords(services: readonly string[]): Record<string, string> {
  const roles = services.flatMap((service) => Object.values(rolesOf(service)));
  return Object.fromEntries(roles.map((role) => [role, randomBytes(PASSWORD_BYTES).toString('base64url')]));
}

/** Connection strings of a service, made from the administrator's. */
export function serviceUrls(adminUrl: string, name: string, passwords: RolePasswords): { url: string; systemUrl: string } {
  const { tenant, system } = rolesOf(name);
  return { url: urlAs(adminUrl, tenant, passwords), systemUrl: urlAs(adminUrl, system, passwords) };
}

/** Makes the roles of a service, its schema and the extensions where they are missing, and gives the roles their passwords. Safe to repeat. */
export async function provisionService(queryRunner: QueryRunner, service: string, passwords: RolePasswords): Promise<void> {
  const { owner, tenant, system } = rolesOf(service);
  for (const role of [owner, tenant, system]) await provisionRole(queryRunner, role, passwordOf(passwords, role));
  const search = await provisionSearchRole(queryRunner, service);
  await refuseBypass(queryRunner, [owner, tenant, system, search]);
  for (const extension of EXTENSIONS) await queryRunner.query(`CREATE EXTENSION IF NOT EXISTS ${extension} SCHEMA public`);
  // A managed Postgres has no superuser: its administrator must belong to a role to hand it a schema.
  await queryRunner.query(`
    GRANT ${owner} TO CURRENT_USER;
    CREATE SCHEMA IF NOT EXISTS ${tenant} AUTHORIZATION ${owner};
    GRANT USAGE ON SCHEMA ${tenant} TO ${tenant}, ${system}, ${search};
  `);
  // For schemas beside its own, which its migrations make: whatever its owner owns is the service's.
  const [database]: { name: string }[] = await queryRunner.query('SELECT quote_ident(current_database()) AS name');
  await queryRunner.query(`GRANT CREATE ON DATABASE ${database?.name} TO ${owner}`);
}

/**
 * `<svc>_search` owns the SECURITY DEFINER functions that search texts, since policies keep text conditions from every GIN index.
 * Nobody logs in as it; the owner belongs to it, so that a migration can hand it a function.
 */
async function provisionSearchRole(queryRunner: QueryRunner, service: string): Promise<string> {
  const { owner, tenant } = rolesOf(service);
  const search = `${tenant}_search`;
  const known: unknown[] = await queryRunner.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [search]);
  if (known.length === 0) await queryRunner.query(`CREATE ROLE ${search} NOLOGIN`);
  await queryRunner.query(`GRANT ${search} TO ${owner}`);
  return search;
}

async function provisionRole(queryRunner: QueryRunner, role: string, password: string): Promise<void> {
  const known: unknown[] = await queryRunner.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
  const verb = known.length > 0 ? 'ALTER' : 'CREATE';
  await queryRunner.query(`${verb} ROLE ${role} LOGIN PASSWORD ${pg.escapeLiteral(password)}`);
}

async function refuseBypass(queryRunner: QueryRunner, roles: readonly string[]): Promise<void> {
  const text = 'SELECT rolname FROM pg_roles WHERE rolname = ANY($1) AND (rolsuper OR rolbypassrls)';
  const unsafe: { rolname: string }[] = await queryRunner.query(text, [roles]);
  if (unsafe[0]) throw new Error(`The role ${unsafe[0].rolname} bypasses row-level security; take SUPERUSER and BYPASSRLS from it`);
}

function urlAs(adminUrl: string, role: string, passwords: RolePasswords): string {
  const url = new URL(adminUrl);
  url.username = role;
  url.password = passwordOf(passwords, role);
  return url.href;
}

function passwordOf(passwords: RolePasswords, role: string): string {
  const password = passwords[role];
  if (!password) throw new Error(`There is no password for the role ${role}`);
  return password;
}
