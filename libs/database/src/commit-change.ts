import { actorLabel, type DataOf, type EventContract } from '@smartcontent/contracts';
import { activeTraceparent } from '@smartcontent/tracing';
import type { AuditDetail } from './audit-entry.js';
import { newId } from './new-id.js';
import type { Tx } from './transaction.js';

/** Events are small and refer to what is larger. */
export const EVENT_LIMIT_BYTES = 64 * 1024;

export interface Change<C extends EventContract = EventContract> {
  /** null only where no event tells of the change (a session, a counter): it is then audited, not published. */
  readonly event: {
    readonly contract: C;
    readonly aggregateId: string;
    /** One sequence per aggregate over all its event types, from 1, without gaps. Take it after locking the aggregate's row. */
    readonly aggregateVersion: number;
    readonly data: DataOf<C>;
  } | null;
  readonly audit: {
    readonly table: string;
    /** `read` where a secret was opened or shown, `export` where rows leave as a file: both before they do. */
    readonly operation: 'insert' | 'update' | 'delete' | 'read' | 'export';
    /** The row before and after, without secrets. They are sealed with the company's key before they are written. */
    readonly before?: object | null;
    readonly after?: object | null;
  };
}

const AUDIT = `INSERT INTO audit_log (id, company_id, table_name, operation, sealed, user_id, actor, correlation_id)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`;
const EVENT_AND_AUDIT = `WITH event AS (
  INSERT INTO outbox (company_id, event_id, subject, aggregate_id, aggregate_version, headers, data) VALUES ($2, $9, $10, $11, $12, $13, $14))
${AUDIT}`;
const EVENTS_AND_AUDITS = `WITH made AS (
  SELECT * FROM unnest($5::uuid[], $6::text[], $7::text[], $8::bytea[], $9::uuid[], $10::text[], $11::uuid[], $12::bigint[], $13::jsonb[], $14::jsonb[])
    AS m (row_id, table_name, operation, sealed, event_id, subject, aggregate_id, aggregate_version, headers, data)
), event AS (
  INSERT INTO outbox (company_id, event_id, subject, aggregate_id, aggregate_version, headers, data)
  SELECT $1, event_id, subject, aggregate_id, aggregate_version, headers, data FROM made WHERE event_id IS NOT NULL)
INSERT INTO audit_log (id, company_id, table_name, operation, sealed, user_id, actor, correlation_id)
  SELECT row_id, $1, table_name, operation, sealed, $2, $3, $4 FROM made`;
/** Of one statement: whichever is reached first. */
const CHANGES_AT_ONCE = 1_000;
const BYTES_AT_ONCE = 4 * 1024 * 1024;

/**
 * The second half of every write: its outbox row and its audit row, in one statement of the write's own transaction.
 * Call it after the write has locked the aggregate's row, since the outbox id orders an aggregate's events.
 * The company is the context's; inside `withSystem` hand it in, and what the change belongs to as its correlation id where there is such a thing. Data that does not fit its contract or is over 64 KiB is a defect and throws.
 */
export async function commitChange<C extends EventContract>(
  tx: Tx,
  change: Change<C>,
  companyId?: string,
  correlationId?: string,
): Promise<void> {
  const who = authorOf(tx, companyId, correlationId);
  const { table, operation, before } = change.audit;
  tx.noteBefore(before);
  const rowId = newId();
  const sealed = await tx.sealAudit(who.companyId, rowId, detailOf(tx, change.audit));
  const values = [rowId, who.companyId, table, operation, sealed, who.userId, who.actor, who.correlationId];
  if (!change.event) {
    await tx.query(AUDIT, values);
    return;
  }
  const { contract, aggregateId, aggregateVersion, data } = change.event;
  const eventId = newId();
  const headers = headersOf(change.event, eventId, who);
  const body = encodeData(contract, data);
  await tx.query(EVENT_AND_AUDIT, [...values, eventId, contract.subject, aggregateId, aggregateVersion, JSON.stringify(headers), body]);
  tx.noteOutboxWrite();
}

/**
 * `commitChange` for many rows that one write changed: as much is written, in few statements. If-Match is not compared with them: who names
 * a version has seen the one thing that he asked for, which goes through `commitChange`, not what goes along with it.
 */
export async function commitChanges<C extends EventContract>(
  tx: Tx,
  changes: readonly Change<C>[],
  companyId?: string,
  correlationId?: string,
): Promise<void> {
  if (changes.length === 0) return;
  const who = authorOf(tx, companyId, correlationId);
  // The rows of the next statement are made while Postgres writes the last one's.
  let written: Promise<unknown> = Promise.resolve();
  for (let from = 0; from < changes.length; ) {
    const [rows] = await Promise.all([nextRows(tx, changes, from, who), written]);
    const columns = (rows[0] as Row).map((_, column) => rows.map((row) => row[column]));
    written = tx.query(EVENTS_AND_AUDITS, [who.companyId, who.userId, who.actor, who.correlationId, ...columns]);
    from += rows.length;
  }
  await written;
  if (changes.some(({ event }) => event !== null)) tx.noteOutboxWrite();
}

/** In the order of the columns of `made`: of the audit, then of the event. */
type Row = readonly (string | number | Buffer | null)[];

const NO_EVENT: Row = [null, null, null, null, null, null];

async function nextRows<C extends EventContract>(tx: Tx, changes: readonly Change<C>[], from: number, who: Author): Promise<Row[]> {
  const rows: Row[] = [];
  let bytes = 0;
  for (const { event, audit } of changes.slice(from, from + CHANGES_AT_ONCE)) {
    const rowId = newId();
    const sealed = await tx.sealAudit(who.companyId, rowId, detailOf(tx, audit));
    const row = [rowId, audit.table, audit.operation, sealed, ...(event ? eventRow(event, who) : NO_EVENT)];
    rows.push(row);
    bytes += row.reduce<number>((sum, value) => sum + (typeof value === 'number' ? 0 : (value?.length ?? 0)), 0);
    if (bytes >= BYTES_AT_ONCE) break;
  }
  return rows;
}

function eventRow(event: NonNullable<Change['event']>, who: Author): Row {
  const { contract, aggregateId, aggregateVersion, data } = event;
  const eventId = newId();
  const headers = JSON.stringify(headersOf(event, eventId, who));
  return [eventId, contract.subject, aggregateId, aggregateVersion, headers, encodeData(contract, data)];
}

interface Author {
  readonly companyId: string;
  readonly userId: string | null;
  readonly actor: string;
  readonly correlationId: string;
  readonly causationId: string | null;
  readonly traceparent: string | null;
}

function authorOf({ context, service }: Tx, companyId: string | undefined, ownId: string = newId()): Author {
  const company = companyId ?? context?.actor.company_id;
  if (!company) throw new Error('commitChange needs a company: hand it in inside withSystem');
  if (!context)
    return { companyId: company, userId: null, actor: `service:${service}`, correlationId: ownId, causationId: null, traceparent: null };
  const { actor, correlationId, causationId = null } = context;
  return {
    companyId: company,
    userId: 'user_id' in actor ? actor.user_id : null,
    actor: actorLabel(actor),
    correlationId,
    causationId,
    traceparent: activeTraceparent() ?? context.traceparent,
  };
}

/** CloudEvents 1.0 attributes, to be sent with the prefix `ce-`. */
function headersOf(event: NonNullable<Change['event']>, eventId: string, who: Author): Record<string, string> {
  return {
    specversion: '1.0',
    id: eventId,
    source: `/smartcontent/${event.contract.owner}`,
    type: event.contract.subject,
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
    companyid: who.companyId,
    aggregateid: event.aggregateId,
    aggregateversion: String(event.aggregateVersion),
    correlationid: who.correlationId,
    actor: who.actor,
    ...(who.causationId && { causationid: who.causationId }),
    ...(who.traceparent && { traceparent: who.traceparent }),
  };
}

function encodeData(contract: EventContract, data: unknown): string {
  const fits = contract.data.safeParse(data);
  if (!fits.success) throw new Error(`The data of ${contract.subject} does not fit its contract`, { cause: fits.error });
  const body = JSON.stringify(data);
  const bytes = Buffer.byteLength(body);
  if (bytes > EVENT_LIMIT_BYTES) throw new Error(`The data of ${contract.subject} has ${bytes} bytes; ${EVENT_LIMIT_BYTES} are allowed`);
  return body;
}

/** Null where there is nothing to say beside who did what. */
function detailOf({ context }: Tx, { before = null, after = null }: Change['audit']): AuditDetail | null {
  const { address = null, userAgent = null } = context?.origin ?? {};
  return before || after || address ? { old_values: before, new_values: after, address, user_agent: userAgent } : null;
}
