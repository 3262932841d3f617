import { AppError, assertAwaited, type RequestContext } from '@smartcontent/contracts';
import type { Secrets } from '@smartcontent/secrets';
import { inSpan } from '@smartcontent/tracing';
import pg from 'pg';
import { AuditKeys } from './audit-keys.js';
import { endOf, openPool, prepared } from './connection-pool.js';
import { cutAbandoned } from './cut-abandoned.js';
import { findAnswer, keepAnswer, repeatAnswer } from './idempotency.js';
import { requireIdentifier } from './identifier.js';
import { statementSpan } from './statement-span.js';
import { breaksConnection, mapStoreError } from './store-errors.js';
import { OpenTransaction, type Tx, tenantOf } from './transaction.js';

const TENANT_POOL_SIZE = 12;
const SYSTEM_POOL_SIZE = 2;
/** Short look-ups, each of them awaited by somebody who wants to come in. */
const FRONT_POOL_SIZE = 4;
/** One for a lease, one for what is done under it. */
const URGENT_POOL_SIZE = 2;
const TENANT_STATEMENT_TIMEOUT_MS = 10_000;
const SYSTEM_STATEMENT_TIMEOUT_MS = 60_000;

export interface DatabaseOptions {
  /** Schema of the service, equal to its name. */
  readonly schema: string;
  /** Connection string of the role `<svc>`. */
  readonly url: string;
  /** Connection string of the role `<svc>_system`. */
  readonly systemUrl: string;
  /** Connections of `<svc>`, 12 unless told; `<svc>_system` always has 2, 2 more for `runUrgent` and, once they are needed, 4 for `front`. */
  readonly poolSize?: number;
  /** Keep what audit rows say; without them only writes that say nothing can be audited. */
  readonly secrets?: Secrets;
  /** Told about errors in `afterCommit` work, which cannot fail the transaction any more. Emits a process warning unless told. */
  readonly onError?: (error: unknown) => void;
}

/** Its text becomes a named prepared statement: keep it constant and pass values. */
export interface Statement {
  readonly text: string;
  readonly values: unknown[];
}

interface Opening {
  readonly pool: pg.Pool;
  readonly context: RequestContext | null;
  /** Statements that begin the transaction. */
  readonly begin: string;
  /** Sent in one packet with COMMIT. */
  readonly ending?: (answer: unknown) => pg.QueryConfig;
}

/**
 * A service's two doors to its schema: `withTenant` sees one company under forced row-level security, `withSystem` sees all.
 *
 * Errors: a store that is away, full or in the way of itself (deadlock) → PLATFORM_STORE_UNAVAILABLE; a statement over its time
 * (10 s for tenants, 60 s for system work) → PLATFORM_DEADLINE_EXCEEDED; any other error of a statement comes as pg throws it.
 * Where `context.signal` says that nobody waits any more, or the deadline passes, before COMMIT is sent, the transaction is rolled back
 * → PLATFORM_DEADLINE_EXCEEDED. Where the answer of COMMIT is lost the error's data says `is_possibly_applied`.
 */
export class Database {
  /** Name of the schema, which is the service's name. */
  readonly schema: string;
  /** For what seals, chains and reads the audit log; null without secrets. */
  readonly auditKeys: AuditKeys | null;
  /**
   * `withSystem` over connections of its own, for what a caller waits for while nobody knows yet who he is. Jobs, and walks of the operator's over
   * the whole log, take seconds and both connections of the other one: behind them a log-in or an API key would be answered "store away".
   */
  readonly front: Pick<Database, 'withSystem'>;
  readonly #tenants: pg.Pool;
  readonly #system: pg.Pool;
  readonly #front: pg.Pool;
  readonly #urgent: pg.Pool;
  readonly #outboxListeners = new Set<() => void>();
  readonly #onError: (error: unknown) => void;

  private constructor(options: DatabaseOptions) {
    this.schema = requireIdentifier(options.schema);
    const { schema, url, systemUrl, poolSize = TENANT_POOL_SIZE } = options;
    this.#tenants = openPool({ schema, url, size: poolSize, statementTimeoutMs: TENANT_STATEMENT_TIMEOUT_MS });
    const system = { schema, url: systemUrl, statementTimeoutMs: SYSTEM_STATEMENT_TIMEOUT_MS };
    this.#system = openPool({ ...system, size: SYSTEM_POOL_SIZE });
    this.#front = openPool({ ...system, size: FRONT_POOL_SIZE });
    this.#urgent = openPool({ ...system, size: URGENT_POOL_SIZE });
    this.front = { withSystem: (reason, work, context = null) => this.#asSystem(this.#front, reason, work, context) };
    this.auditKeys = options.secrets ? new AuditKeys(options.secrets) : null;
    this.#onError = options.onError ?? ((error) => process.emitWarning(error instanceof Error ? error : String(error)));
  }

  /** Connections are made when they are needed, so this succeeds while Postgres is away; ask `isReady`. */
  static async open(options: DatabaseOptions): Promise<Database> {
    return new Database(options);
  }

  /**
   * One transaction as `<svc>`, for the actor's company alone.
   * With `context.idempotency` the answer is kept in the same transaction: a repeat, also one at the same time, changes nothing and gets
   * the first answer as JSON gives it back. Another body → PLATFORM_IDEMPOTENCY_KEY_REUSED; an answer that held a secret →
   * PLATFORM_IDEMPOTENCY_ANSWER_GONE. Work that throws leaves nothing behind, so its key is free again.
   */
  async withTenant<T>(context: RequestContext, work: (tx: Tx) => Promise<T>): Promise<T> {
    const opening = { pool: this.#tenants, context, begin: beginAsTenant(context) };
    if (!context.idempotency) return this.#transact(opening, work);
    try {
      return await this.#transact({ ...opening, ending: (answer) => keepAnswer(this.schema, context, answer) }, work);
    } catch (error) {
      // Either the record was there already, or the work failed, perhaps because the first request had already done it.
      // Where nobody can look, that is the answer: the caller asks again.
      const kept = await this.#transact(opening, (tx) => findAnswer(tx, this.schema, context)).catch((cause: unknown) => {
        throw isPossiblyApplied(error) ? error : cause;
      });
      if (!kept) throw error;
      return repeatAnswer(kept, context) as T;
    }
  }

  /**
   * One transaction as `<svc>` for several companies in turn: `enter` hands it to the next one, and until the first it sees no tenant's rows.
   * For batches of events; all their effects are kept or none.
   */
  async withTenants<T>(work: (tx: Tx, enter: (context: RequestContext) => Promise<void>) => Promise<T>): Promise<T> {
    const opening = { pool: this.#tenants, context: null, begin: 'BEGIN' };
    return this.#transact(opening, (tx) => work(tx, (context) => tx.enter(context)));
  }

  /**
   * A read of one statement in one round trip: calls the function `<schema>.<functionName>(company, user, ...args)` made by
   * `createReadFunction`, which narrows the statement to the company itself.
   */
  async readTenant<R>(context: RequestContext, functionName: string, args: unknown[]): Promise<R[]> {
    const { companyId, userId } = tenantOf(context);
    const values = [companyId, userId, ...args];
    const places = values.map((_, index) => `$${index + 1}`).join(', ');
    const text = `SELECT * FROM ${this.schema}.${requireIdentifier(functionName)}(${places})`;
    return this.#connected(this.#tenants, context, async (client) => {
      const endWatch = cutAbandoned(client, context.signal);
      const asking = () => client.query(prepared(text, values)).finally(endWatch);
      const { rows } = await inSpan(() => statementSpan(this.schema, text), asking);
      return rows as R[];
    });
  }

  /**
   * One transaction as `<svc>_system`, which sees every company: for jobs, the relay and authentication stores only.
   * `reason` names the work in pg_stat_activity; a `context`, where there is one, tells `commitChange` who asked.
   */
  async withSystem<T>(reason: string, work: (tx: Tx) => Promise<T>, context: RequestContext | null = null): Promise<T> {
    return this.#asSystem(this.#system, reason, work, context);
  }

  /**
   * Statements as `<svc>_system` that each commit by themselves, sent together and carried out in this order; for the same users as
   * `withSystem`. A transaction keeps its locks until this process says COMMIT, however long it is stopped; these need nothing more of it.
   */
  runSystem(...statements: readonly Statement[]): Promise<unknown[][]> {
    return this.#runEach(this.#system, statements);
  }

  /** The same over connections of their own, for leases and the relay: they would be lost, or stand still, while others work for seconds. */
  runUrgent(...statements: readonly Statement[]): Promise<unknown[][]> {
    return this.#runEach(this.#urgent, statements);
  }

  /** Calls the listener after each commit that wrote outbox rows. Returns its removal. */
  onOutboxWrite(listener: () => void): () => void {
    this.#outboxListeners.add(listener);
    return () => this.#outboxListeners.delete(listener);
  }

  /** False while Postgres does not answer. Throws when a role may not log in or bypasses row-level security: with such a configuration nothing may be served. */
  async isReady(): Promise<boolean> {
    const answers = await Promise.all([canServe(this.#tenants), canServe(this.#urgent)]);
    return answers.every(Boolean);
  }

  /** Waits for running transactions, then ends every connection. */
  async close(): Promise<void> {
    await Promise.all([this.#tenants.end(), this.#system.end(), this.#front.end(), this.#urgent.end()]);
  }

  #asSystem<T>(pool: pg.Pool, reason: string, work: (tx: Tx) => Promise<T>, context: RequestContext | null): Promise<T> {
    const begin = `BEGIN; SET LOCAL application_name = ${pg.escapeLiteral(`${this.schema}: ${reason}`)}`;
    return this.#transact({ pool, context, begin }, work);
  }

  #runEach(pool: pg.Pool, statements: readonly Statement[]): Promise<unknown[][]> {
    return this.#connected(pool, null, async (client) => {
      const answers = await Promise.allSettled(statements.map(({ text, values }) => client.query(prepared(text, values))));
      return answers.map((answer) => {
        if (answer.status === 'rejected') throw answer.reason;
        return answer.value.rows;
      });
    });
  }

  #transact<T>(opening: Opening, work: (tx: OpenTransaction) => Promise<T>): Promise<T> {
    return inSpan(
      () => ({ name: `transaction ${this.schema}`, kind: 'internal' }),
      () => this.#run(opening, work),
    );
  }

  async #run<T>(opening: Opening, work: (tx: OpenTransaction) => Promise<T>): Promise<T> {
    let isCommitting = false;
    const done = this.#connected(opening.pool, opening.context, async (client) => {
      const tx = new OpenTransaction(client, this.schema, opening.context, this.auditKeys);
      const answer = await runWork(client, tx, opening.begin, work);
      isCommitting = true;
      await commit(client, opening.ending?.(answer));
      return { tx, answer };
    });
    const { tx, answer } = await done.catch((error: unknown) => {
      throw isCommitting ? possiblyApplied(error) : error;
    });
    if (tx.wroteOutbox) for (const listener of this.#outboxListeners) listener();
    for (const hook of tx.hooks) await this.#attempt(hook);
    return answer;
  }

  async #connected<T>(pool: pg.Pool, context: RequestContext | null, use: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await pool.connect().catch((error: unknown) => {
      throw mapStoreError(error);
    });
    let isUsable = true;
    try {
      // It may have waited for the connection longer than its caller did for it.
      if (context) assertAwaited(context);
      return await use(client);
    } catch (error) {
      isUsable = client.getTransactionStatus() === 'I' && !breaksConnection(error);
      throw mapStoreError(breaksConnection(error) ? (endOf(client) ?? error) : error);
    } finally {
      client.release(!isUsable);
    }
  }

  async #attempt(hook: () => void | Promise<void>): Promise<void> {
    try {
      await hook();
    } catch (error) {
      this.#onError(error);
    }
  }
}

function isPossiblyApplied(error: unknown): boolean {
  return error instanceof AppError && error.data.is_possibly_applied === true;
}

async function canServe(pool: pg.Pool): Promise<boolean> {
  try {
    const text = 'SELECT rolname FROM pg_roles WHERE rolname = current_user AND (rolsuper OR rolbypassrls)';
    const [unsafe] = (await pool.query<{ rolname: string }>(text)).rows;
    if (unsafe) throw new Error(`The role ${unsafe.rolname} bypasses row-level security`);
    return true;
  } catch (error) {
    if (mapStoreError(error) === error) throw error;
    return false;
  }
}

/** Runs the work between BEGIN and COMMIT; rolls back when it throws. */
async function runWork<T>(
  client: pg.PoolClient,
  tx: OpenTransaction,
  begin: string,
  work: (tx: OpenTransaction) => Promise<T>,
): Promise<T> {
  // Not awaited: this and the first statements of the work travel together and are carried out in this order.
  const begun = client.query(begin);
  begun.catch(() => {});
  const endWatch = cutAbandoned(client, tx.context?.signal);
  try {
    const answer = await work(tx);
    await begun;
    if (tx.context) assertAwaited(tx.context);
    tx.assertMatched();
    return answer;
  } catch (error) {
    // A failure here leaves the connection in its transaction, for which it is then dropped.
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  } finally {
    tx.end();
    // Before COMMIT: cut there, nobody would know what became of it.
    endWatch();
  }
}

/** What became of a COMMIT whose answer was lost with its connection nobody can tell; a statement's own error rolled it back. */
function possiblyApplied(error: unknown): unknown {
  if (!(error instanceof AppError)) return error;
  return new AppError(error.code, { cause: error.cause, data: { ...error.data, is_possibly_applied: true } });
}

/** `last` travels with COMMIT; when it fails, PostgreSQL answers that COMMIT with ROLLBACK. */
async function commit(client: pg.PoolClient, last: pg.QueryConfig | undefined): Promise<void> {
  const [written, committed] = await Promise.allSettled([last && client.query(last), client.query('COMMIT')]);
  if (written.status === 'rejected') throw written.reason;
  if (committed.status === 'rejected') throw committed.reason;
  if (committed.value.command !== 'COMMIT') throw new Error('Rolled back: the work swallowed the error of one of its statements');
}

/** One message instead of a prepared statement beside BEGIN: nothing of it needs a plan. SET takes no parameters, hence the literals. */
function beginAsTenant(context: RequestContext): string {
  const { companyId, userId } = tenantOf(context);
  const [company, user] = [pg.escapeLiteral(companyId), pg.escapeLiteral(userId ?? '')];
  return `BEGIN; SET LOCAL app.company_id = ${company}; SET LOCAL app.user_id = ${user}`;
}
