import type { RequestContext } from '@smartcontent/contracts';
import { type Sealed, type Secrets, SecretsError } from '@smartcontent/secrets';
import { commitChange } from './commit-change.js';
import type { Database } from './database.js';
import { requireIdentifier } from './identifier.js';
import type { Tx } from './transaction.js';

/** A table of the service that keeps secrets in envelopes; `<svc>_system` may read and update it. */
export interface SealedTable {
  readonly table: string;
  /** The uuid column that names a row. */
  readonly id: string;
  /** The jsonb column that holds the envelope; unless told it is in three columns: ciphertext, wrapped_key, key_id. */
  readonly envelope?: string;
  /** That column is a bytea, which holds the envelope’s JSON. */
  readonly isBytes?: boolean;
}

export interface Rewrapped {
  readonly rewrapped: number;
  /** Rows that were met and do not open, or whose company's audit log does not: changed, or wrapped by a master key that the service was not given. */
  readonly unopened: number;
  /** Rows that another master key than the first one still wraps, those among them. */
  readonly remaining: number;
}

/** Every service keeps the keys of its audit log. */
const AUDIT_KEYS: SealedTable = { table: 'audit_keys', id: 'company_id' };

interface SealedRow {
  readonly id: string;
  readonly company_id: string;
  readonly sealed: Sealed;
}

/** Wraps what a service has sealed with its present master key, in pieces that may be repeated and broken off at will. */
export class SealedTables {
  readonly #places: readonly Place[];

  constructor(
    private readonly database: Database,
    private readonly secrets: Secrets,
    tables: readonly SealedTable[],
  ) {
    this.#places = [AUDIT_KEYS, ...tables].map((table) => new Place(database.schema, table));
  }

  /** The master key that wraps from now on. */
  get keyId(): string {
    return this.secrets.keyId;
  }

  /** At most `limit` rows. What somebody else holds is left for the next piece; each row is audited in its company, without what it seals. */
  async rewrap(limit: number, context: RequestContext): Promise<Rewrapped> {
    let [rewrapped, unopened, remaining] = [0, 0, 0];
    for (const place of this.#places) {
      const work = (tx: Tx) => this.#rewrapIn(tx, place, limit - rewrapped);
      const done = await this.database.withSystem('wrap secrets anew', work, context);
      rewrapped += done.rewrapped;
      unopened += done.unopened;
      remaining += done.remaining;
    }
    return { rewrapped, unopened, remaining };
  }

  async #rewrapIn(tx: Tx, place: Place, limit: number): Promise<Rewrapped> {
    const { keyId } = this.secrets;
    let [rewrapped, unopened] = [0, 0];
    let after: string | null = null;
    while (rewrapped < limit) {
      const rows: readonly SealedRow[] = await place.lock(tx, keyId, after, limit - rewrapped);
      for (const row of rows) {
        const isDone = await this.#rewrapRow(tx, place, row);
        if (isDone) rewrapped += 1;
        else unopened += 1;
      }
      const last = rows.at(-1);
      if (!last) break;
      after = last.id;
    }
    return { rewrapped, unopened, remaining: await place.count(tx, keyId) };
  }

  async #rewrapRow(tx: Tx, place: Place, { id, company_id, sealed }: SealedRow): Promise<boolean> {
    const next = await this.#rewrapped(tx, company_id, sealed);
    if (!next) return false;
    await place.update(tx, id, next);
    const [before, after] = [sealed, next].map(({ key_id }) => ({ [place.table.id]: id, master_key_id: key_id }));
    await commitChange(tx, { event: null, audit: { table: place.table.table, operation: 'update', before, after } }, company_id);
    return true;
  }

  /** Null where it does not open, nor where its company's audit log does not, in which the change could not be written down. */
  async #rewrapped(tx: Tx, companyId: string, sealed: Sealed): Promise<Sealed | null> {
    try {
      await this.database.auditKeys?.of(tx, companyId);
      return this.secrets.rewrap(companyId, sealed);
    } catch (error) {
      if (error instanceof SecretsError) return null;
      throw error;
    }
  }
}

/** The SQL of one table with envelopes. */
class Place {
  readonly #lock: string;
  readonly #update: string;
  readonly #count: string;

  constructor(
    schema: string,
    readonly table: SealedTable,
  ) {
    const [name, id] = [`${schema}.${requireIdentifier(table.table)}`, requireIdentifier(table.id)];
    const column = table.envelope === undefined ? null : requireIdentifier(table.envelope);
    const envelope = column && (table.isBytes ? `convert_from(${column}, 'UTF8')::jsonb` : column);
    const keyId = envelope ? `${envelope}->>'key_id'` : 'key_id';
    const next = `jsonb_build_object('ciphertext', $2::text, 'wrapped_key', $3::text, 'key_id', $4::text)`;
    const parts = `jsonb_build_object('ciphertext', ciphertext, 'wrapped_key', wrapped_key, 'key_id', key_id)`;
    // What was forgotten has no envelope any more, and so no master key.
    this.#lock = `SELECT ${id} AS id, company_id, ${envelope ?? parts} AS sealed FROM ${name}
      WHERE ${keyId} <> $1 AND ($2::uuid IS NULL OR ${id} > $2) ORDER BY ${id} LIMIT $3 FOR UPDATE SKIP LOCKED`;
    this.#update = column
      ? `UPDATE ${name} SET ${column} = ${table.isBytes ? `convert_to(${next}::text, 'UTF8')` : next} WHERE ${id} = $1`
      : `UPDATE ${name} SET ciphertext = $2, wrapped_key = $3, key_id = $4 WHERE ${id} = $1`;
    this.#count = `SELECT count(*)::int AS remaining FROM ${name} WHERE ${keyId} <> $1`;
  }

  lock(tx: Tx, keyId: string, after: string | null, limit: number): Promise<SealedRow[]> {
    return tx.query(this.#lock, [keyId, after, limit]);
  }

  async update(tx: Tx, id: string, { ciphertext, wrapped_key, key_id }: Sealed): Promise<void> {
    await tx.query(this.#update, [id, ciphertext, wrapped_key, key_id]);
  }

  async count(tx: Tx, keyId: string): Promise<number> {
    const row = await tx.one<{ remaining: number }>(this.#count, [keyId]);
    return row?.remaining ?? 0;
  }
}
