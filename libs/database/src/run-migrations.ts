import { DataSource, type Logger, MigrationExecutor, type MigrationInterface, type QueryRunner } from 'typeorm';
import { keepDdlLog } from './ddl-log.js';
import { provisionService, type RolePasswords, rolesOf } from './provision-roles.js';
import { refuseTenantGaps } from './tenant-gaps.js';

export interface ServiceMigrations {
  readonly name: string;
  /** Classes whose names end in a timestamp of 13 digits (TypeORM orders by it). */
  readonly migrations: readonly (new () => MigrationInterface)[];
}

export type MigrateCommand = 'up' | 'down' | 'status' | 'dry-run';

export interface MigrateOptions {
  /** Connection string of a role that may make roles and schemas. */
  readonly adminUrl: string;
  readonly services: readonly ServiceMigrations[];
  readonly passwords: RolePasswords;
  readonly command: MigrateCommand;
}

export interface MigrateResult {
  readonly service: string;
  /** What was run (up), undone (down) or tried (dry-run), in this order. */
  readonly done: readonly string[];
  /** What stands in the database afterwards, and what does not. */
  readonly applied: readonly string[];
  readonly pending: readonly string[];
  /** What a dry run executed before it was rolled back; empty otherwise. */
  readonly statements: readonly string[];
}

/**
 * Makes roles and schemas, then runs each service's migrations as `<svc>_owner`. Two runs at once on one database wait for each other.
 * up: all that is pending, each in a transaction of its own · down: undoes the last one of each service · status: only looks ·
 * dry-run: provisions and runs all that is pending in one transaction and rolls it back.
 * up and dry-run fail where a table with company_id lacks forced row-level security or a foreign key could cross companies.
 */
export async function runMigrations(options: MigrateOptions): Promise<MigrateResult[]> {
  const results: MigrateResult[] = [];
  for (const service of options.services) results.push(await migrateService(service, options));
  return results;
}

async function migrateService(service: ServiceMigrations, options: MigrateOptions): Promise<MigrateResult> {
  const statements: string[] = [];
  const dataSource = new DataSource({
    type: 'postgres',
    url: options.adminUrl,
    schema: service.name,
    migrations: [...service.migrations],
    migrationsTransactionMode: 'each',
    applicationName: `migrate ${service.name}`,
    logging: ['query'],
    logger: recorder(statements),
  });
  await dataSource.initialize();
  const queryRunner = dataSource.createQueryRunner();
  try {
    await queryRunner.query(`SELECT pg_advisory_lock(hashtext('smartcontent migrations'))`);
    const executor = new MigrationExecutor(dataSource, queryRunner);
    executor.transaction = 'each';
    const run = { service, passwords: options.passwords, queryRunner, executor, statements };
    const done = await COMMANDS[options.command](run);
    const applied = (await executor.getExecutedMigrations()).map((migration) => migration.name).reverse();
    const pending = (await executor.getPendingMigrations()).map((migration) => migration.name);
    return { service: service.name, ...done, applied, pending };
  } finally {
    await queryRunner.release();
    await dataSource.destroy();
  }
}

interface Run {
  readonly service: ServiceMigrations;
  readonly passwords: RolePasswords;
  readonly queryRunner: QueryRunner;
  readonly executor: MigrationExecutor;
  readonly statements: string[];
}

type Outcome = Pick<MigrateResult, 'done' | 'statements'>;

const COMMANDS: Record<MigrateCommand, (run: Run) => Promise<Outcome>> = { up, down, status, 'dry-run': dryRun };

async function up(run: Run): Promise<Outcome> {
  await provisionInTurn(run);
  await keepDdlLog(run.queryRunner, run.service.name);
  const done = await asOwner(run, () => run.executor.executePendingMigrations());
  await asOwner(run, () => letServiceLook(run));
  await refuseTenantGaps(run.queryRunner, run.service.name);
  return { done: done.map((migration) => migration.name), statements: [] };
}

async function down(run: Run): Promise<Outcome> {
  const [last] = await run.executor.getExecutedMigrations();
  if (!last) return { done: [], statements: [] };
  await asOwner(run, () => run.executor.undoLastMigration());
  return { done: [last.name], statements: [] };
}

async function status(): Promise<Outcome> {
  return { done: [], statements: [] };
}

async function dryRun(run: Run): Promise<Outcome> {
  const pending = await run.executor.getPendingMigrations();
  const { queryRunner, statements } = run;
  await queryRunner.startTransaction();
  try {
    await provisionService(queryRunner, run.service.name, run.passwords);
    await queryRunner.query(`SET LOCAL ROLE ${rolesOf(run.service.name).owner}`);
    statements.length = 0;
    for (const { name, instance } of pending) {
      statements.push(`-- ${name}`);
      if (instance?.transaction === false) statements.push('-- runs outside a transaction, so it was not tried');
      else await instance?.up(queryRunner);
    }
    const tried = [...statements];
    await refuseTenantGaps(queryRunner, run.service.name);
    return { done: pending.map((migration) => migration.name), statements: tried };
  } finally {
    await queryRunner.rollbackTransaction();
  }
}

/** A service that starts compares what has run with what its code needs. */
function letServiceLook({ queryRunner, service }: Run): Promise<unknown> {
  return queryRunner.query(`GRANT SELECT ON ${service.name}.migrations TO ${rolesOf(service.name).system}`);
}

async function asOwner<T>({ queryRunner, service }: Run, work: () => Promise<T>): Promise<T> {
  await queryRunner.query(`SET ROLE ${rolesOf(service.name).owner}`);
  try {
    return await work();
  } finally {
    await queryRunner.query('RESET ROLE');
  }
}

const PROVISION_TRIES = 5;

/** Roles belong to the cluster, so a run on another database may be changing the same rows, which PostgreSQL refuses rather than waits for. */
async function provisionInTurn({ queryRunner, service, passwords }: Run): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await provisionService(queryRunner, service.name, passwords);
    } catch (error) {
      const isCollision = /tuple concurrently|pg_authid|pg_auth_members/.test(String(error));
      if (!isCollision || attempt === PROVISION_TRIES) throw error;
    }
  }
}

function recorder(statements: string[]): Logger {
  const ignore = () => {};
  return {
    logQuery: (query) => statements.push(query.trim()),
    logQueryError: ignore,
    logQuerySlow: ignore,
    logSchemaBuild: ignore,
    logMigration: ignore,
    log: ignore,
  };
}
