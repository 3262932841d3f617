import { AppError, assertAwaited, entityTag, type RequestContext } from '@smartcontent/contracts';
import { inSpan } from '@smartcontent/tracing';
import type pg from 'pg';
import { type AuditDetail, sealDetail } from './audit-entry.js';
import type { AuditKeys } from './audit-keys.js';
import { prepared } from './connection-pool.js';
import { statementSpan } from './statement-span.js';

/** An open transaction. It ends with the `work` it was handed to; a query after that fails. */
export interface Tx {
  /** The service whose schema this is. */
  readonly service: string;
  /** Who is asking; null in `withSystem`, unless a context was handed in. */
  readonly context: RequestContext | null;
  /** Runs one statement and returns its rows. Each text becomes a named prepared statement: keep texts constant and pass values. */
  query<R>(text: string, values?: unknown[]): Promise<R[]>;
  /** The first row of `query`, or undefined. */
  one<R>(text: string, values?: unknown[]): Promise<R | undefined>;
  /**
   * Runs after COMMIT in the order of registration, never on rollback nor for the repeat of an idempotent request.
   * The answer waits for it; an error in it is only reported, since the transaction can no longer fail. Nor does it run where the answer of
   * COMMIT is lost or the process ends: it may only hasten what comes about without it, or can be had by asking again.
   */
  afterCommit(work: () => void | Promise<void>): void;
  /**
   * Called by `commitChange` with each row as it was under its lock: where the request came with If-Match, one of them must have one of its
   * tags, or the transaction is rolled back. A write that answers without changing anything calls it itself.
   */
  noteBefore(row: object | null | undefined): void;
  /** Called by `commitChange`: after COMMIT the relay is nudged. */
  noteOutboxWrite(): void;
  /** Called by `commitChange`: what an audit row says, under its company's key; null where there is nothing to say, or the company was erased. */
  sealAudit(companyId: string, rowId: string, detail: AuditDetail | null): Promise<Buffer | null>;
}

/** Of a write that changed many rows. */
const TAGS_TOLD = 10;

/** The one implementation of Tx. */
export class OpenTransaction implements Tx {
  readonly hooks: (() => void | Promise<void>)[] = [];
  wroteOutbox = false;
  #isOpen = true;
  readonly #tagsBefore = new Set<string>();
  #isCompared = false;
  readonly #client: pg.PoolClient;

  constructor(
    client: pg.PoolClient,
    readonly service: string,
    public context: RequestContext | null,
    private readonly auditKeys: AuditKeys | null,
  ) {
    this.#client = client;
  }

  async query<R>(text: string, values: unknown[] = []): Promise<R[]> {
    // The connection is somebody else's by now.
    if (!this.#isOpen) throw new Error('The transaction has ended; was a query of its work not awaited?');
    if (this.context) assertAwaited(this.context);
    const asking = () => this.#client.query(prepared(text, values));
    const result = await inSpan(() => statementSpan(this.service, text), asking);
    return result.rows as R[];
  }

  async one<R>(text: string, values: unknown[] = []): Promise<R | undefined> {
    return (await this.query<R>(text, values))[0];
  }

  afterCommit(work: () => void | Promise<void>): void {
    this.hooks.push(work);
  }

  noteBefore(row: object | null | undefined): void {
    if (!this.context?.ifMatch) return;
    this.#isCompared = true;
    const tag = entityTag(row);
    if (tag) this.#tagsBefore.add(tag);
  }

  /** @throws AppError PLATFORM_PRECONDITION_FAILED where If-Match names none of the versions that were changed, or nothing was there; data.current has those */
  assertMatched(): void {
    const { ifMatch } = this.context ?? {};
    if (!ifMatch || !this.#isCompared) return;
    const isMatched = ifMatch === '*' ? this.#tagsBefore.size > 0 : ifMatch.some((tag) => this.#tagsBefore.has(tag));
    if (!isMatched) {
      throw new AppError('PLATFORM_PRECONDITION_FAILED', { data: { current: [...this.#tagsBefore].slice(0, TAGS_TOLD) } });
    }
  }

  noteOutboxWrite(): void {
    this.wroteOutbox = true;
  }

  async sealAudit(companyId: string, rowId: string, detail: AuditDetail | null): Promise<Buffer | null> {
    if (!detail) return null;
    if (!this.auditKeys) throw new Error('What is audited is sealed: open the database with secrets');
    const key = await this.auditKeys.of(this, companyId);
    return key && sealDetail(key, rowId, detail);
  }

  /** From here on the transaction is this company's. */
  async enter(context: RequestContext): Promise<void> {
    const { companyId, userId } = tenantOf(context);
    const before = this.context && tenantOf(this.context);
    this.context = context;
    if (before?.companyId === companyId && before.userId === userId) return;
    await this.query(`SELECT set_config('app.company_id', $1, true), set_config('app.user_id', $2, true)`, [companyId, userId ?? '']);
  }

  end(): void {
    this.#isOpen = false;
  }
}

/** @throws Error where the actor acts for no company. */
export function tenantOf({ actor }: RequestContext): { companyId: string; userId: string | null } {
  if (!actor.company_id) throw new Error(`${actor.kind} acts for no company: use withSystem`);
  return { companyId: actor.company_id, userId: 'user_id' in actor ? actor.user_id : null };
}
